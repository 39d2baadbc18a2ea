import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Retrieval } from '../contracts/retrieval.ts'
import { NOTHING_UNDERSTOOD } from '../contracts/understood.ts'
import { documents } from '../platform/database/schema.ts'
import { asking, newTenant, openTestRetrieval, type TestRetrieval } from '../testing/open-test-retrieval.ts'

let opened: TestRetrieval
beforeAll(async () => {
  opened = await openTestRetrieval()
})
afterAll(() => opened[Symbol.asyncDispose]())

type Input = Partial<Parameters<Retrieval['search']>[0]>

function search(query: string, tenant: string, more: Input = {}, objectId = 'reader') {
  return opened.retrieval.search({ query, top_k: 5, ...more }, asking(tenant, { object_id: objectId }))
}

async function textsFor(query: string, tenant: string, more: Input = {}): Promise<readonly string[]> {
  return (await search(query, tenant, more)).passages.map(({ text }) => text)
}

const SECRET = ['user:somebody else']
const LEAVE = 'Employees accrue paid time off every month.'
const PAY = 'Time is money, and overtime is paid off in the month after.'

describe('quoted phrases', () => {
  it('keep only passages that hold the words in this order, and are told', async () => {
    const tenant = newTenant()
    for (const text of [LEAVE, PAY]) await opened.add(tenant, { text })
    const { passages, understood } = await search('How is "paid time off" counted?', tenant)
    expect(passages.map(({ text }) => text)).toEqual([LEAVE])
    expect(understood).toEqual({ ...NOTHING_UNDERSTOOD, phrases: ['paid time off'] })
    expect(await textsFor('How is "paid time off counted?', tenant)).toHaveLength(2)
    expect(await textsFor('"paid time off"', tenant, { interpret: false })).toHaveLength(2)
  })

  it('are searched for like other words, and that is said, when no readable passage holds them', async () => {
    const tenant = newTenant()
    await opened.add(tenant, { text: PAY })
    await opened.add(tenant, { text: LEAVE, access: SECRET })
    const { passages, understood } = await search('"paid time off"', tenant)
    expect(passages.map(({ text }) => text)).toEqual([PAY])
    expect(understood).toMatchObject({ phrases: [], notes: ['phrase_not_found'] })
  })

  it('are found behind many passages that hold the words in another order', async () => {
    const tenant = newTenant()
    for (let n = 0; n < 120; n++)
      await opened.add(tenant, { text: `Off time: paid, time and off, paid off time ${n}.` })
    await opened.add(tenant, { text: `${'A long text about many other things. '.repeat(8)}${LEAVE}` })
    const { passages } = await search('overtime time paid "paid time off"', tenant)
    expect(passages).toHaveLength(1)
  })
})

describe('spelling', () => {
  it('is corrected by words of readable passages, and the correction is told', async () => {
    const tenant = newTenant()
    await opened.add(tenant, { text: 'The reimbursement is paid within a month.' })
    await opened.add(tenant, { text: 'Eye exams are covered.' })
    const { passages, understood, readings } = await search('When is the reimbrusement paid?', tenant)
    expect(passages[0]?.text).toContain('reimbursement')
    expect(understood.corrections).toEqual([{ from: 'reimbrusement', to: 'reimbursement' }])
    expect(readings[0]).toBe('When is the reimbursement paid?')
    expect((await search('When is the reimbrusement paid?', tenant, { interpret: false })).understood).toEqual(
      NOTHING_UNDERSTOOD,
    )
  })

  it('tells nobody that a word occurs in documents they may not read', async () => {
    const tenant = newTenant()
    await opened.add(tenant, { text: 'Eye exams are covered by the plan.' })
    await opened.add(tenant, { text: 'The merger with Falconbridge is planned.', access: SECRET })
    const ask = async (query: string) => {
      const { passages, understood, readings } = await search(query, tenant)
      return { texts: passages.map(({ text }) => text), understood, readings: readings.map((each) => each.length) }
    }
    const near = await ask('Is Falconbridgf in the plan?')
    expect(near.understood).toEqual(NOTHING_UNDERSTOOD)
    expect(await ask('Is Zulconbridgf in the plan?')).toEqual(near)
    const owner = await search('Is Falconbridgf in the plan?', tenant, {}, 'somebody else')
    expect(owner.understood.corrections).toEqual([{ from: 'falconbridgf', to: 'falconbridge' }])
  })

  it('corrects a word that only hidden documents hold as if they did not', async () => {
    const tenant = newTenant()
    await opened.add(tenant, { text: 'The deposit is due in May.' })
    const before = (await search('When is the depozit due?', tenant)).understood
    await opened.add(tenant, { text: 'depozit depozit', access: SECRET })
    expect((await search('When is the depozit due?', tenant)).understood).toEqual(before)
    expect(before.corrections).toEqual([{ from: 'depozit', to: 'deposit' }])
  })

  it('leaves words alone that are spelt well and merely not there', async () => {
    const tenant = newTenant()
    await opened.add(tenant, { text: 'Tests are paid by the plan, overall.' })
    expect((await search('What does the text say of overpaying?', tenant)).understood).toEqual(NOTHING_UNDERSTOOD)
  })

  it('leaves known words, acronyms, short words and other languages as they are', async () => {
    const tenant = newTenant()
    await opened.add(tenant, { text: 'The deductible of the plan is 500 dollars, and lunch is free.' })
    for (const query of [
      'deductibles of plans',
      'Is LUNCG free?',
      "It wasn't due",
      'fre',
      'Wie hoch sind deductibel planung lunchen hier?',
    ])
      expect((await search(query, tenant)).understood.corrections).toEqual([])
  })

  it('is corrected to the nearest word as it stands, also when the slip hides its stem', async () => {
    const tenant = newTenant()
    await opened.add(tenant, { text: 'The pump is operated by hand. Opera is not sung, and collectors stay away.' })
    await opened.add(tenant, { text: 'Legislators legislated on measurements.' })
    await opened.add(tenant, { text: 'The basin of the river is based on a collection of stones.' })
    const corrected = async (word: string) =>
      (await search(`What about ${word} here?`, tenant)).understood.corrections.map(({ to }) => to)
    expect(await corrected('operatd')).toEqual(['operated'])
    expect(await corrected('measurementss')).toEqual(['measurements'])
    expect(await corrected('basnn')).toEqual(['basin'])
    expect(await corrected('colleciton')).toEqual(['collection'])
  })

  it('leaves acronyms and names with capitals inside alone', async () => {
    const tenant = newTenant()
    await opened.add(tenant, { text: 'Opal is dense. Urea is ingested.' })
    for (const query of ['What are OPALs?', 'Where are dENs?', 'What is ureB?'])
      expect((await search(query, tenant)).understood.corrections).toEqual([])
  })

  it('stays quick with 300 unknown words', async () => {
    const tenant = newTenant()
    await opened.add(tenant, { text: LEAVE })
    const startedAt = performance.now()
    const words = Array.from({ length: 300 }, (_, n) => `q${n.toString(26)}zx`)
    await search(words.join(' ').slice(0, 2_000), tenant)
    expect(performance.now() - startedAt).toBeLessThan(3_000)
  })
})

describe('acronyms', () => {
  const DEFINITION = 'Everybody accrues paid time off (PTO) from the first day.'
  const USE = 'PTO of the old year ends in March.'

  it('are searched for in the other form as a readable document defines it', async () => {
    const tenant = newTenant()
    for (const text of [DEFINITION, USE, LEAVE]) await opened.add(tenant, { text })
    const short = await search('When does PTO end?', tenant)
    expect(short.understood.expansions).toEqual([{ from: 'PTO', to: 'paid time off' }])
    expect(short.passages.map(({ text }) => text)).toContain(LEAVE)
    expect(short.readings).toEqual(['When does PTO end?', 'When does paid time off end?'])
    const long = await search('When does paid time off end?', tenant)
    expect(long.understood.expansions).toEqual([{ from: 'paid time off', to: 'PTO' }])
    expect(long.passages.map(({ text }) => text)).toContain(USE)
  })

  it('are not learned from documents that one may not read', async () => {
    const tenant = newTenant()
    await opened.add(tenant, { text: USE })
    await opened.add(tenant, { text: DEFINITION, access: SECRET })
    expect((await search('When does PTO end?', tenant)).understood).toEqual(NOTHING_UNDERSTOOD)
  })
})

describe('filters in a question', () => {
  async function library() {
    const tenant = newTenant()
    const dates = { updatedAt: Date.UTC(2025, 5, 1) }
    const hr = await opened.add(tenant, { text: `${LEAVE} A`, title: 'Employee handbook', collection: 'HR policies' })
    const it = await opened.add(tenant, { text: `${LEAVE} B`, title: 'Leave rules 2024', collection: 'it', ...dates })
    const pdf = await opened.add(tenant, { text: `${LEAVE} C`, title: 'Other', mediaType: 'application/pdf' })
    await opened.add(tenant, { text: `${LEAVE} D`, title: 'Board minutes', collection: 'Board papers', access: SECRET })
    return { tenant, hr, it, pdf }
  }

  it('name a collection, a document, a file type or a time of documents', async () => {
    const { tenant, hr, it, pdf } = await library()
    const cases = [
      ['How is time off accrued in HR policies?', 'collection', 'HR policies', hr],
      ['How is time off accrued in the it collection?', 'collection', 'it', it],
      ['How is time off accrued according to the employee handbook?', 'document', 'Employee handbook', hr],
      ['How is time off accrued in "Employee Handbook"?', 'document', 'Employee handbook', hr],
      ['How is time off accrued in the PDFs?', 'media_type', 'PDFs', pdf],
      ['How is time off accrued in documents updated since 2025-01-01?', 'updated_after', 'since 2025-01-01', it],
    ] as const
    for (const [query, kind, label, expected] of cases) {
      const { passages, understood, readings } = await search(query, tenant)
      expect([query, understood.filters]).toMatchObject([query, [{ kind, label }]])
      expect(passages.map((passage) => passage.document_id)).toEqual([expected.documentId])
      expect(readings[0]).toMatch(/^How is time off accrued (in )?\?$/)
      expect(await textsFor(query, tenant, { interpret: false })).toHaveLength(3)
    }
  })

  it('are not read where something is uncertain, unreadable or not there', async () => {
    const { tenant } = await library()
    for (const query of [
      'How is it accrued in it?',
      'How is time off accrued in Board papers?',
      'How is time off accrued according to the board minutes?',
      'How is time off accrued in the employee handbook 2025?',
      'How is time off accrued in the e-mail policy?',
    ])
      expect([query, (await search(query, tenant)).understood]).toEqual([query, NOTHING_UNDERSTOOD])
    const none = await search('How is time off accrued in the spreadsheets?', tenant)
    expect(none.passages).toHaveLength(3)
    expect(none.understood).toEqual({ ...NOTHING_UNDERSTOOD, notes: ['filters_matched_nothing'] })
  })

  it('give way to what the caller says, and to titles of two documents', async () => {
    const { tenant, it } = await library()
    const filters = { collections: ['it'] }
    const { passages, understood } = await search('time off in HR policies', tenant, { filters })
    expect(passages.map((passage) => passage.document_id)).toEqual([it.documentId])
    expect(understood.filters).toEqual([])
    await opened.add(tenant, { text: `${LEAVE} E`, title: 'Employee handbook' })
    expect((await search('time off in the employee handbook', tenant)).understood.filters).toEqual([])
  })
})

describe('matches', () => {
  it('tell where the searched words stand in the text', async () => {
    const tenant = newTenant()
    await opened.add(tenant, { text: LEAVE })
    const { passages } = await search('When does an employee accrue leave?', tenant)
    const [passage] = passages
    expect(passage?.matches.map(({ start, end }) => passage.text.slice(start, end))).toEqual(['Employees', 'accrue'])
  })
})

describe('an explanation', () => {
  it('tells the features of each passage and why others are not there, and no more than one may read', async () => {
    const tenant = newTenant()
    const first = await opened.add(tenant, { text: LEAVE, title: 'Leave' })
    const copy = await opened.add(tenant, { text: LEAVE, title: 'Copy' })
    const below = await opened.add(tenant, { text: 'The month of paid bills.' })
    const hidden = await opened.add(tenant, { text: LEAVE, access: SECRET })
    const old = await opened.add(tenant, { text: `${LEAVE} Old.` })
    await opened.database.system.update(documents).set({ currentVersion: 2 }).where(eq(documents.id, old.documentId))
    const outside = await opened.add(tenant, { text: LEAVE, collection: 'other' })
    const ids = [first, copy, below, hidden, old].map(({ passageId }) => passageId)
    const ask = (passage_ids: string[], more: Input = {}) =>
      search('paid time off', tenant, { top_k: 1, explain: { passage_ids }, ...more })
    const { explanation, passages } = await ask(ids)
    const states = explanation?.asked.map(({ state }) => state)
    expect(states?.toSorted()).toEqual(['below-top-k', 'duplicate', 'missing', 'outdated-version', 'returned'])
    expect(states?.slice(2)).toEqual(['below-top-k', 'missing', 'outdated-version'])
    expect(explanation?.asked[3]).toMatchObject({ lexical_rank: null, fused_rank: null, rank: null })
    expect(explanation?.passages[0]).toMatchObject({ passage_id: passages[0]?.passage_id, rank: 1, fused_rank: 1 })
    for (const { value, weight, contribution } of explanation?.passages[0]?.features ?? [])
      expect(contribution).toBe(value * weight)
    expect(explanation?.passages[0]?.features.map(({ name }) => name)).toContain('coverage')
    const filters = { document_ids: [first.documentId] }
    const filtered = await ask([outside.passageId, crypto.randomUUID()], { filters })
    expect(filtered.explanation?.asked.map(({ state }) => state)).toEqual(['filtered-out', 'missing'])
    expect((await search('paid time off', tenant)).explanation).toBeUndefined()
  })
})

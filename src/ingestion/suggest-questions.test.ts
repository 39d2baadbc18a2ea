import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { suggestQuestions } from './suggest-questions.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const MORNING = Date.parse('2026-03-02T09:00:00.000Z')

interface Added {
  readonly title: string
  /** Headings of its passages, each with how many characters stand below it. */
  readonly headings: readonly (readonly [readonly string[], number])[]
  readonly access?: readonly string[]
  readonly deleted?: boolean
}

/** Add documents, each a minute newer than the one before. */
async function addDocuments(tenantId: string, added: readonly Added[]): Promise<void> {
  for (const [minute, { title, headings, access = ['everyone'], deleted = false }] of added.entries()) {
    const documentId = randomUUID()
    const versionId = randomUUID()
    const createdAt = new Date(MORNING + minute * 60_000)
    const names = { source: 's', externalId: documentId, title, newestVersion: 1, currentVersion: 1, createdBy: 'u' }
    const row = { tenantId, id: documentId, ...names, access: [...access], createdAt }
    await database.system.insert(documents).values({ ...row, deletedAt: deleted ? createdAt : null })
    const file = { sha256: 'x', sizeInBytes: 1, fileName: 'f', mediaType: 'text/plain', state: 'ready' as const }
    await database.system.insert(documentVersions).values({ tenantId, id: versionId, documentId, version: 1, ...file })
    const place = { tenantId, versionId, documentId, version: 1, textHash: 'h', tokens: 1, start: 0, end: 1 }
    const rows = headings.map(([heading, length], ordinal) => {
      return Object.assign({ id: randomUUID(), ordinal, heading: [...heading], text: 'x'.repeat(length) }, place)
    })
    await database.system.insert(passages).values(rows)
  }
}

const suggested = async (tenant_id: string) => {
  const { suggestions } = await suggestQuestions(database, contextFor({ tenant_id, object_id: 'anna' }))
  return suggestions.map(({ title, heading }) => `${title}: ${heading}`)
}

it('names, for the newest documents, the innermost heading under which most is written', async () => {
  const tenantId = await database.newTenant()
  await addDocuments(tenantId, [
    { title: 'Oldest', headings: [[['Left out'], 900]] },
    {
      title: 'Handbook',
      headings: [
        [['Working time', 'Annual leave'], 300],
        [['Working time', 'Annual leave'], 300],
        [['Working time', 'Breaks'], 500],
      ],
    },
    { title: 'Security', headings: [[['Lost devices'], 100]] },
    { title: 'Travel', headings: [[['Booking'], 100]] },
  ])
  expect(await suggested(tenantId)).toEqual(['Travel: Booking', 'Security: Lost devices', 'Handbook: Annual leave'])
})

it('names further headings of the same documents where there are fewer documents than suggestions', async () => {
  const tenantId = await database.newTenant()
  await addDocuments(tenantId, [
    {
      title: 'Handbook',
      headings: [
        [['Breaks'], 100],
        [['Notice'], 300],
        [['Leave'], 200],
      ],
    },
    { title: 'Security', headings: [[['Backups'], 100]] },
  ])
  expect(await suggested(tenantId)).toEqual(['Security: Backups', 'Handbook: Notice', 'Handbook: Leave'])
})

it('names nothing that the asker may not read, that was deleted, or that says nothing', async () => {
  const tenantId = await database.newTenant()
  await addDocuments(tenantId, [
    { title: 'Hidden', headings: [[['Salaries'], 100]], access: ['user:bert'] },
    { title: 'Gone', headings: [[['Old rules'], 100]], deleted: true },
    { title: 'Without', headings: [[[], 100]] },
    { title: 'Numbers', headings: [[['2026'], 100]] },
    { title: 'Itself', headings: [[['itself'], 100]] },
    { title: 'Long', headings: [[['word '.repeat(20)], 100]] },
  ])
  await addDocuments(await database.newTenant(), [{ title: 'Foreign', headings: [[['Secrets'], 100]] }])
  expect(await suggested(tenantId)).toEqual([])
})

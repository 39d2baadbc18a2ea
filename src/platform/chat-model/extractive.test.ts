import { expect, test } from 'vitest'
import { createAnalysers } from '../../language/analyser.ts'
import { chatRequest, describeChatModelContract, readAll } from './chat-model.contract.ts'
import type { ChatRequest, QuotedWords } from './chat-model.ts'
import { createExtractiveModel } from './extractive.ts'

const model = createExtractiveModel({ analysers: createAnalysers() })

async function quotes(
  question: string,
  texts: readonly string[],
  {
    heading = [],
    title = '',
    termWeights = {},
    continues = {},
  }: {
    heading?: readonly string[]
    title?: string
    termWeights?: Readonly<Record<string, number>>
    /** By the number of a passage, the one that it goes on from. */
    continues?: Readonly<Record<number, number>>
  } = {},
): Promise<string[]> {
  const request = chatRequest(question, texts)
  const passages = request.passages.map((passage) => {
    const before = continues[passage.number]
    const place = before === undefined ? {} : { continues: before }
    return { ...passage, heading, title: title || passage.title, ...place }
  })
  const parts = await readAll(model.stream({ ...request, passages, termWeights }, new AbortController().signal))
  return parts.flatMap((part) => (part.type === 'quote' ? [shown(part, request.passages)] : []))
}

/** A quote as it is shown, line by line, with the number of its passage. */
function shown(
  { number, lines, leftOut }: QuotedWords & { readonly number: number },
  passages: ChatRequest['passages'],
): string {
  const text = passages.find((passage) => passage.number === number)?.text ?? ''
  const written = lines.map(({ start, end, mark }) => `${mark === null ? '' : `${mark} `}${text.slice(start, end)}`)
  const rest = leftOut === null ? [] : [`${leftOut} …`]
  return `${[...written, ...rest].join('\n')} [${number}]`
}

describeChatModelContract('extractive', async () => ({
  model,
  willSay: () => {},
  [Symbol.asyncDispose]: async () => {},
}))

test('quotes sentences word for word, each with its own marker', async () => {
  const [quote] = await quotes('How long is parental leave?', [
    'Parental leave lasts 16 weeks. Ask your manager early.',
  ])
  expect(quote).toBe('Parental leave lasts 16 weeks. [1]')
})

test('leaves it at one sentence when others add nothing that was asked', async () => {
  const text = 'The boat house opens at 7 in the morning.'
  const others = ['Do not click on links or open attachments of an e-mail that looks wrong.', 'Open the app to begin.']
  expect(await quotes('When are you open?', [text, ...others])).toEqual([`${text} [1]`])
})

test('quotes a second sentence, in document order, for what the first does not hold', async () => {
  const text = 'Ada Marlowe is the founder of Contoso. Its refund policy at Contoso covers shoes for a year.'
  const found = await quotes('Who is the founder of Contoso and what is the refund policy?', [text])
  expect(found).toEqual([
    'Ada Marlowe is the founder of Contoso. [1]',
    'Its refund policy at Contoso covers shoes for a year. [1]',
  ])
})

test('prefers the words as they were asked to others of the same stem', async () => {
  const text =
    'If a child is ill, each parent can take up to ten days of paid leave. Both parents can take up to three years of parental leave.'
  const [first] = await quotes('How much parental leave is there?', [text])
  expect(first).toBe('Both parents can take up to three years of parental leave. [1]')
})

test('never quotes more than two', async () => {
  const text = 'Shoes cost 20 euros. Hats cost 30 euros. Bags cost 40 euros. Coats cost 50 euros.'
  expect(await quotes('What do shoes, hats, bags and coats cost?', [text])).toHaveLength(2)
})

test('completes a sentence with its neighbour that holds the asked kind of thing', async () => {
  const text = 'The refund policy of Contoso was approved after long talks. That was in March 2021. Shoes are in it.'
  expect(await quotes('When was the refund policy of Contoso approved?', [text])).toEqual([
    'The refund policy of Contoso was approved after long talks. [1]',
    'That was in March 2021. [1]',
  ])
})

test('does not add a sentence from elsewhere that shares a word by chance', async () => {
  const found = await quotes('Is overtime balanced within three months for team leads?', [
    'Overtime of team leads is balanced within three months.',
    'New employees can take leave after a period of three months.',
  ])
  expect(found).toEqual(['Overtime of team leads is balanced within three months. [1]'])
})

test('passes over headings, menus, version lines and header rows that say nothing', async () => {
  const texts = [
    'Home · Policies · Travel\nTravel policy, version 4\nTravel policy\n\nTrips are booked in the travel portal.',
    'Travel | Policy | Owner',
  ]
  const found = await quotes('What does the travel policy say?', texts, { title: 'Travel policy' })
  expect(found).toEqual(['Trips are booked in the travel portal. [1]'])
})

test('quotes the steps under a heading whole when it is asked how to do something', async () => {
  const text = 'Boats are rented by the hour.\n\nHow to rent a boat\n\n1. Show an identity card.\n2. Pay the deposit.'
  expect(await quotes('How do I rent a boat?', [text])).toEqual([
    'How to rent a boat\n1. Show an identity card.\n2. Pay the deposit. [1]',
  ])
})

test('prefers the sentence that holds the asked kind of thing', async () => {
  const [first] = await quotes('When does enrolment for the pension plan open?', [
    'Enrolment for the pension plan opens for all staff.',
    'Enrolment for the pension plan opens on 1 March 2026.',
  ])
  expect(first).toContain('1 March 2026')
})

test('quotes the list that a sentence announces together with it', async () => {
  const text = 'Our core values are:\n\nQuality first\n\nIntegrity always\n\nThe company was founded in 1990.'
  expect(await quotes('What are our core values?', [text])).toEqual([
    'Our core values are:\n- Quality first\n- Integrity always [1]',
  ])
})

test('quotes the answer with a question of the document, never the question alone', async () => {
  const text = 'How do I reset my password?\nOpen Settings and choose Reset.'
  expect(await quotes('How do I reset my password?', [text])).toEqual([`${text} [1]`])
})

test('quotes a table row whole and gives the row that names its columns', async () => {
  const text = 'Plan | Deductible | Copay\nSilver | $900. No exceptions. | $30\nGold | $500 | $20'
  const found = await quotes('What is the deductible of the Gold plan?', [text])
  expect(found).toEqual(['Plan | Deductible | Copay [1]', 'Gold | $500 | $20 [1]'])
})

test('gives a row and the header just above it as one quote', async () => {
  const text = 'Item | 2025 | 2026\nTravel | 40000 | 45000\nTraining | 12000 | 15000'
  expect(await quotes('What is in the budget for travel?', [text])).toEqual([
    'Item | 2025 | 2026\nTravel | 40000 | 45000 [1]',
  ])
})

test('quotes the table whole when only the names of its columns are asked for', async () => {
  const text = 'Office | Opening hours | Floor\nHamburg | 07:00-20:00 | 1\nMunich | 07:30-19:00 | 3'
  expect(await quotes('What are the opening hours?', [text])).toEqual([`${text} [1]`])
})

test('says the same thing once when passages overlap', async () => {
  const found = await quotes('How long is parental leave?', [
    'Parental leave lasts 16 weeks.',
    'Parental leave lasts 16 weeks.',
  ])
  expect(found).toEqual(['Parental leave lasts 16 weeks. [1]'])
})

test('counts half for what only title and headings hold', async () => {
  const text = ['You pay $500 a year.']
  expect(await quotes('What is the deductible you pay a year?', text, { heading: ['Deductible'] })).toEqual([
    'You pay $500 a year. [1]',
  ])
})

test('says nothing when only the more common word of two is shared', async () => {
  const termWeights = { capit: 3.1, franc: 5.6 }
  const texts = ['Capital expenditure needs approval by the board.']
  expect(await quotes('What is the capital of France?', texts, { termWeights })).toEqual([])
})

test('quotes the sentence that says what a question asks in its own words', async () => {
  const text = 'Overtime is balanced within three months.'
  expect(await quotes('Is overtime balanced within three months?', [text])).toEqual([`${text} [1]`])
})

test('never quotes a sentence that only repeats the question', async () => {
  expect(await quotes('parental leave', ['Parental leave.'])).toEqual([])
})

test('quotes the sentence below a heading without the heading', async () => {
  const text = 'Annual leave\n\nFull-time employees get 30 days of leave in each calendar year.'
  expect(await quotes('How many days of annual leave do employees get?', [text])).toEqual([
    'Full-time employees get 30 days of leave in each calendar year. [1]',
  ])
})

test('quotes a list item that only repeats the question together with its list', async () => {
  const text = 'The program covers these activities:\n\nYoga classes\n\nGym memberships\n\nSports team fees'
  expect(await quotes('Are gym memberships included?', [text])).toContain(
    'The program covers these activities:\n- Yoga classes\n- Gym memberships\n- Sports team fees [1]',
  )
})

test('quotes the list below a heading that asks, not the heading with the line that announces the list', async () => {
  const items = ['• Gym memberships', '• Yoga classes', '• Sports team fees']
  const text = ['What is covered?', 'The program covers many activities, such as:', ...items].join('\n\n')
  expect(await quotes('What does the program cover?', [text])).toEqual([
    'The program covers many activities, such as:\n- Gym memberships\n- Yoga classes\n- Sports team fees [1]',
  ])
})

test('never quotes a line that announces a list whose items are not at hand', async () => {
  const texts = ['Boats can be rented by the hour. The boat house rents boats of these kinds:', 'Boats are red.']
  expect(await quotes('Which boats does the boat house rent?', texts)).toEqual(['Boats can be rented by the hour. [1]'])
})

test('takes "the following" for what announces a list', async () => {
  const text = 'Please bring the following.\n- An identity card\n- The deposit\n\nBoats leave at noon.'
  expect(await quotes('What must I bring?', [text])).toEqual([
    'Please bring the following.\n- An identity card\n- The deposit [1]',
  ])
})

test('prefers the list when it is asked for several things', async () => {
  const text = 'Boats and safety gear are checked each year.\n\nSafety gear for boats includes:\n• Ropes\n• Bells'
  const [first] = await quotes('What are the kinds of safety gear for boats?', [text])
  expect(first).toBe('Safety gear for boats includes:\n- Ropes\n- Bells [1]')
})

test('quotes items that are sentences without a mark, each in a line of its own', async () => {
  const text = 'You can report a leak by:\n\nCalling the desk.\n\nWriting to the captain.\n\nLeaks are bad. Boats sink.'
  expect(await quotes('How do I report a leak?', [text])).toEqual([
    'You can report a leak by:\n- Calling the desk.\n- Writing to the captain. [1]',
  ])
})

test('leaves whole items out of a long list and says so', async () => {
  const numbered = Array.from({ length: 14 }, (_, n) => `${n + 1}. Harbour number ${n + 1}`)
  const [short] = await quotes('Which harbours are there?', [['The harbours are:', ...numbered].join('\n')])
  expect(short).toMatch(/\n12\. Harbour number 12\n13\. … \[1\]$/)
  const long = Array.from({ length: 4 }, (_, n) => `• ${'Harbour '.repeat(45)}${n}`)
  const [few] = await quotes('Which harbours are there?', [['The harbours are:', ...long].join('\n')])
  expect(few?.split('\n').map((line) => line.slice(0, 9))).toEqual(['The harbo', '- Harbour', '- Harbour', '- … [1]'])
})

test('keeps a wrapped item whole and passes over bullets that stand alone', async () => {
  const text = 'Boats must have:\n•\n•\n\n• A rope that is long\nenough for two\n• A bell'
  expect(await quotes('What must boats have?', [text])).toEqual([
    'Boats must have:\n- A rope that is long\nenough for two\n- A bell [1]',
  ])
})

test('does not take the line that announces the next list for part of an item', async () => {
  const text = 'Boats need:\n• A rope\n• A bell. Captains need:\n• A hat\n• A map'
  expect(await quotes('What do captains need?', [text])).toEqual(['Captains need:\n- A hat\n- A map [1]'])
})

test('does not take the paragraph behind a list for part of its last item', async () => {
  const text = 'Boats need:\n• A rope.\n• A bell.\n• A light. We hope that these tips help you.'
  expect(await quotes('What do boats need?', [text])).toEqual(['Boats need:\n- A rope.\n- A bell.\n- A light. [1]'])
  const long = 'Boats need:\n• A rope. It is long.\n• A bell.\n• A light. It is red.'
  expect(await quotes('What do boats need?', [long])).toEqual([
    'Boats need:\n- A rope. It is long.\n- A bell.\n- A light. It is red. [1]',
  ])
})

test('quotes a single item without its bullet', async () => {
  const text = 'Boats need:\n• A rope\n• A bell that rings loudly'
  expect(await quotes('Which bell rings?', [text])).toEqual(['A bell that rings loudly [1]'])
})

test('goes on with a list where the next passage does, once', async () => {
  const texts = [
    'Boats must have:\n1. A rope\n2. A bell',
    'Hats are blue.',
    '3. A rocket lamp\n4. An anchor\n\nBoats float.',
  ]
  const found = (question: string) => quotes(question, texts, { continues: { 3: 1 } })
  const whole = ['Boats must have:\n1. A rope\n2. A bell [1]', '3. A rocket lamp\n4. An anchor [3]']
  expect(await found('What must boats have?')).toEqual(whole)
  expect(await found('Must boats have a rocket?')).toEqual(whole)
})

import { expect, test } from 'vitest'
import { createAnalysers } from '../../language/analyser.ts'
import { chatRequest, describeChatModelContract, readAll } from './chat-model.contract.ts'
import { createExtractiveModel } from './extractive.ts'

const model = createExtractiveModel({ analysers: createAnalysers() })

async function quotes(
  question: string,
  texts: readonly string[],
  {
    heading = [],
    title = '',
    termWeights = {},
  }: { heading?: readonly string[]; title?: string; termWeights?: Readonly<Record<string, number>> } = {},
): Promise<string[]> {
  const request = chatRequest(question, texts)
  const passages = request.passages.map((passage) => ({
    ...passage,
    heading,
    title: title || passage.title,
  }))
  const parts = await readAll(model.stream({ ...request, passages, termWeights }, new AbortController().signal))
  return parts.flatMap((part) => (part.type === 'text-delta' ? [part.text.trim()] : []))
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
    'How to rent a boat\n\n1. Show an identity card.\n2. Pay the deposit. [1]',
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
    'Our core values are:\n\nQuality first\n\nIntegrity always [1]',
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

test('quotes a list item that only repeats the question together with the line that announces the list', async () => {
  const text = 'The program covers these activities:\n\nYoga classes\n\nGym memberships\n\nSports team fees'
  expect(await quotes('Are gym memberships included?', [text])).toContain(
    'The program covers these activities:\n\nYoga classes\n\nGym memberships [1]',
  )
})

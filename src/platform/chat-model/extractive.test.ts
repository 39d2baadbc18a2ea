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
    termWeights = {},
  }: { heading?: readonly string[]; termWeights?: Readonly<Record<string, number>> } = {},
): Promise<string[]> {
  const request = chatRequest(question, texts)
  const passages = request.passages.map((passage) => ({ ...passage, heading }))
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

test('quotes at most three sentences', async () => {
  const text = [
    'The refund policy covers shoes.',
    'The refund policy covers hats.',
    'The refund policy covers bags.',
    'The refund policy covers coats.',
  ]
  expect(await quotes('What does the refund policy cover?', [text.join(' ')])).toHaveLength(3)
})

test('quotes a passage in document order even when its second sentence answers better', async () => {
  const found = await quotes('When was the refund policy of Contoso approved?', [
    'The refund policy has three parts. The refund policy of Contoso was approved in March 2021.',
  ])
  expect(found).toEqual([
    'The refund policy has three parts. [1]',
    'The refund policy of Contoso was approved in March 2021. [1]',
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
  expect(found).toContain('Plan | Deductible | Copay [1]')
  expect(found).toContain('Gold | $500 | $20 [1]')
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

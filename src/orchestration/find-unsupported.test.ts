import { describe, expect, test } from 'vitest'
import { createAnalyser } from '../language/analyser.ts'
import { verifySentence } from './verify-sentence.ts'

const TEXT = [
  'The annual deductible of the Gold plan is $500 per person from 1 March 2026.',
  'Ada Marlowe approves claims of members in Germany within ten working days.',
  'Pets are not allowed in the office, but guide dogs are welcome.',
  'Paid time off must be requested no later than Friday.',
  'The car park is closed on 2026-05-01.',
].join(' ')
const PASSAGES = [{ number: 1, title: 'Northwind benefits', heading: [], text: TEXT, relevanceScore: 1 }]
const analyser = createAnalyser('en')
const verify = (text: string) => verifySentence({ text, numbers: [1] }, PASSAGES, analyser)

describe('a paraphrase is kept', () => {
  test.each([
    'From 1 March 2026, the Gold plan has an annual deductible of $500 per person.',
    'Claims of German members are approved by Ada Marlowe within 10 working days.',
    'Northwind members in Germany have their claims approved by Ada Marlowe.',
    'The office does not allow pets.',
    'Guide dogs are welcome in the office.',
    'Pets are forbidden in the office, not allowed.',
    'PTO must be requested by Friday as paid time off.',
    'The car park is closed on 1 May 2026.',
  ])('%s', (text) => {
    expect(verify(text)).toEqual({ text, support: expect.any(Number), evidence: expect.any(Array) })
  })
})

describe('a sentence that says something else is marked with what it adds', () => {
  test.each([
    ['a number', 'The annual deductible of the Gold plan is $900 per person from 1 March 2026.', '900'],
    ['a name', 'The annual deductible of the Platinum plan is $500 per person from 1 March 2026.', 'Platinum'],
    ['a person', 'Bob Marlowe approves claims of members in Germany within ten working days, says Eve.', 'Eve'],
    ['a country', 'Ada Marlowe approves claims of members in France within ten working days.', 'France'],
    ['a month', 'The annual deductible of the Gold plan is $500 per person from 1 April 2026.', 'April'],
    ['a year', 'The annual deductible of the Gold plan is $500 per person from 1 March 2025.', '2025'],
    ['a day', 'Paid time off must be requested no later than Monday.', 'Monday'],
    ['a "not"', 'The annual deductible of the Gold plan is not $500 per person.', 'not'],
    ['a lost "not"', 'Pets are allowed in the office.', 'without "not"'],
  ])('%s', (_what, text, added) => {
    expect(verify(text)).toMatchObject({ text, support: 0, unsupported: expect.arrayContaining([added]) })
  })
})

test('a sentence that cites nothing can never be shown', () => {
  const draft = { text: 'The deductible is $900.', numbers: [7] }
  expect(verifySentence(draft, PASSAGES, analyser)).toBeNull()
})

test('German nouns are no names, months and a lost "nicht" are noticed', () => {
  const german = createAnalyser('de')
  const text = 'Haustiere sind im Büro nicht erlaubt. Der Parkplatz ist ab 1. März gesperrt.'
  const passages = [{ number: 1, title: 'Hausordnung', heading: [], text, relevanceScore: 1 }]
  const unsupported = (sentence: string) =>
    verifySentence({ text: sentence, numbers: [1] }, passages, german)?.unsupported
  expect(unsupported('Ab 1. März ist der Parkplatz für Gäste gesperrt.')).toBeUndefined()
  expect(unsupported('Ab 1. April ist der Parkplatz gesperrt.')).toEqual(['April'])
  expect(unsupported('Haustiere sind im Büro erlaubt.')).toHaveLength(1)
})

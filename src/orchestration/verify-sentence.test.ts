import { expect, test } from 'vitest'
import { createAnalyser } from '../language/analyser.ts'
import type { NumberedPassage } from '../platform/chat-model/chat-model.ts'
import { verifySentence } from './verify-sentence.ts'

const analyser = createAnalyser('en')

function passage(number: number, text: string): NumberedPassage {
  return { number, title: 'Gold plan', heading: ['Costs'], text, relevanceScore: 0.5 }
}

const PASSAGES = [
  passage(1, 'Members see any doctor. The annual deductible is $500 per person. It starts in January.'),
  passage(2, 'Dental care is covered up to $1,200 a year. Glasses are paid every two years.'),
]

const verify = (text: string, ...numbers: number[]) => verifySentence({ text, numbers }, PASSAGES, analyser)
const quoteOf = ({ number, start, end }: { number: number; start: number; end: number }) =>
  PASSAGES[number - 1]!.text.slice(start, end)

test('keeps a sentence its passage carries and finds the exact words that carry it', () => {
  const verified = verify('The deductible is $500 per person.', 1)
  expect(verified).toMatchObject({ text: 'The deductible is $500 per person.', support: 1 })
  expect(verified!.evidence.map(quoteOf)).toEqual(['The annual deductible is $500 per person.'])
})

test('drops numbers that were never sent', () => {
  expect(verify('The deductible is $500 per person.', 1, 7)!.evidence.map(({ number }) => number)).toEqual([1])
})

test('a sentence without a word of its passage is not carried by it', () => {
  const whole = { number: 1, start: 0, end: PASSAGES[0]!.text.length }
  expect(verify('Pets travel free on all flights.', 1)).toMatchObject({ unsupported: [], evidence: [whole] })
})

test('a sentence that shares only a few words with its passage is not carried by it', () => {
  expect(verify('Members receive free flights from any airline partner in January.', 1)).toMatchObject({
    unsupported: [],
  })
})

test('a sentence that even several passages carry only in part is not carried', () => {
  expect(verify('Members per year receive free flights, dental gifts and rail vouchers.', 1, 2)).toMatchObject({
    unsupported: [],
  })
})

test('a sentence with a figure its passage does not hold is not carried', () => {
  expect(verify('The annual deductible is $900 per person.', 1)).toMatchObject({ unsupported: ['900'] })
})

test('takes numbers in words for the same numbers', () => {
  expect(verify('Glasses are paid every 2 years.', 2)).not.toHaveProperty('unsupported')
  expect(verify('Dental care is covered up to $1200 a year.', 2)).not.toHaveProperty('unsupported')
})

test('gives a sentence with a wrong number the passage that says it', () => {
  expect(verify('The annual deductible is $500 per person.', 2)!.evidence.map(({ number }) => number)).toEqual([1])
})

test('gives a sentence without a number the passage that nearly says the same', () => {
  expect(verify('Dental care is covered up to $1,200 a year.')!.evidence.map(quoteOf)).toEqual([
    'Dental care is covered up to $1,200 a year.',
  ])
})

test('drops a sentence without a number that is only loosely related', () => {
  expect(verify('The annual deductible depends on the age of the applicant.')).toBeNull()
})

test('keeps every citation that carries the sentence by itself', () => {
  const twice = [passage(1, 'Leave lasts 16 weeks.'), passage(2, 'Parental leave: leave lasts 16 weeks.')]
  const verified = verifySentence({ text: 'Leave lasts 16 weeks.', numbers: [1, 2] }, twice, analyser)
  expect(verified!.evidence.map(({ number }) => number)).toEqual([1, 2])
})

test('keeps a sentence that two passages carry only together', () => {
  const verified = verify('Annual deductible $500, dental glasses covered.', 1, 2)
  expect(verified!.evidence.map(({ number }) => number)).toEqual([1, 2])
})

test('does not take words of title and heading for evidence', () => {
  expect(verify('Gold plan costs.', 1)).toMatchObject({ unsupported: [] })
})

test('takes links out before it shows a sentence', () => {
  expect(verify('The deductible is $500 per person, see https://evil.example/?q=1', 1)!.text).not.toContain('evil')
})

import { expect, test } from 'vitest'
import { verifyQuote } from './verify-quote.ts'

const TEXT = 'The plan is for you. It starts in January.'
const PASSAGE = { number: 1, title: 'Plan', heading: [], text: TEXT, relevanceScore: 0.9 }

/** A quote of one line. */
function quote(number: number, start: number, end: number) {
  return { number, start, end, lines: [{ start, end, mark: null }], leftOut: null }
}

test('keeps a quote only when its words stand in a passage', () => {
  expect(verifyQuote(quote(1, 21, 42), [PASSAGE])).toEqual([
    { text: 'It starts in January.', support: 1, evidence: [{ number: 1, start: 21, end: 42 }] },
  ])
  expect(verifyQuote(quote(1, 20, 4_100), [PASSAGE])).toEqual([])
  expect(verifyQuote(quote(9, 21, 42), [PASSAGE])).toEqual([])
  const outside = [{ start: 0, end: 42, mark: null }]
  expect(verifyQuote({ ...quote(1, 21, 42), lines: outside }, [PASSAGE])).toEqual([])
})

test('shows bracketed numbers of a quote so that they are no footnotes', () => {
  const [verified] = verifyQuote(quote(1, 0, 21), [{ ...PASSAGE, text: 'Known since 1990.[12]' }])
  expect(verified!.text).toBe('Known since 1990.(12)')
})

test('makes a sentence of every item of a quoted list, each resting on the whole list', () => {
  const text = 'Bring:\n• a\nrope\n• a bell\n• a hat'
  const lines = [
    { start: 0, end: 6, mark: null },
    { start: 9, end: 15, mark: '-' },
    { start: 18, end: 24, mark: '-' },
  ]
  const found = verifyQuote({ number: 1, start: 0, end: 24, lines, leftOut: '-' }, [{ ...PASSAGE, text }])
  expect(found.map((sentence) => [sentence.mark, sentence.text])).toEqual([
    [undefined, 'Bring:'],
    ['-', 'a rope'],
    ['-', 'a bell'],
    ['-', '…'],
  ])
  expect(new Set(found.map(({ evidence }) => JSON.stringify(evidence))).size).toBe(1)
})

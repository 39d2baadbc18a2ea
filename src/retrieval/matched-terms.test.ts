import { expect, it } from 'vitest'
import { createAnalyser } from '../language/analyser.ts'
import { matchedTerms } from './matched-terms.ts'

const { stem } = createAnalyser('en')

it('tells where the searched words stand, whatever their form', () => {
  const text = 'Deductibles: the plan’s deductible (Ｐｌａｎ 7) 😀 plan'
  const found = matchedTerms(text, new Set(['deduct', 'plan', '7']), stem)
  expect(found.map(({ start, end, term }) => [text.slice(start, end), term])).toEqual([
    ['Deductibles', 'deduct'],
    ['plan’s', 'plan'],
    ['deductible', 'deduct'],
    ['Ｐｌａｎ', 'plan'],
    ['7', '7'],
    ['plan', 'plan'],
  ])
})

it('finds nothing in a text that holds none', () => {
  expect(matchedTerms('Eye exams', new Set(['deduct']), stem)).toEqual([])
})

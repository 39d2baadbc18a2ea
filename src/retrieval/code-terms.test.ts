import { expect, it } from 'vitest'
import { createAnalyser } from '../language/analyser.ts'
import { codesOf } from './code-terms.ts'
import { questionTerms } from './question.ts'

const { analyse } = createAnalyser('en')
const termsOf = (text: string) => questionTerms(text, { analyse })

it('reads the digits of a code as well', () => {
  expect(codesOf('Revenue in FY2018?')).toEqual([{ code: 'fy2018', digits: '2018' }])
  expect(termsOf('Revenue in FY2018?')).toEqual(['revenu', 'fy2018', '2018'])
  expect(termsOf('ISO27001')).toEqual(['iso27001', '27001'])
})

it.each([
  ['Q3-2021', ['q3', '2021']],
  ['ISO 27001', ['iso', '27001']],
  ['§ 12', ['12']],
  ['version 3.2.1', ['version', '3', '2', '1']],
  ['CO2 and B12', ['co2', 'b12']],
  ['2018fy', ['2018fy']],
])('keeps the parts of %s', (text, terms) => {
  expect(termsOf(text)).toEqual(terms)
})

import { describe, expect, test } from 'vitest'
import { findIds } from './national-ids.ts'

const found = (text: string) => Array.from(findIds(text), ([start, end]) => text.slice(start, end))

/** Numbers that the issuers print as examples, with what one wrong character makes of them. */
const EXAMPLES = [
  ['Spain', '12345678Z', '12345679Z'],
  ['Spain, foreigners', 'X1234567L', 'X1234567M'],
  ['France', '2 55 08 14 168 025 38', '2 55 08 14 168 025 39'],
  ['Italy', 'RSSMRA85T10A562S', 'RSSMRA85T10A562T'],
  ['Brazil', '111.444.777-35', '111.444.777-36'],
  ['Belgium', '85.07.30-033.28', '85.07.30-033.29'],
  ['Sweden', '811228-9874', '811228-9875'],
  ['Finland', '131052-308T', '131052-308U'],
  ['Switzerland', '756.9217.0769.85', '756.9217.0769.86'],
  ['China', '11010519491231002X', '110105194912310021'],
  ['United Kingdom', 'AB 12 34 56 C', 'GB 12 34 56 C'],
  ['United States', '078-05-1120', '000-05-1120'],
] as const

describe('an identity number', () => {
  test.each(EXAMPLES)('of %s is found by its form and check digits', (_, right, wrong) => {
    expect(found(`It reads ${right}, they say.`)).toEqual([right])
    expect(found(`It reads ${wrong}, they say.`)).toEqual([])
  })

  test('of Norway is found among all that have its form', () => {
    const birth = '010190'
    const numbers = Array.from({ length: 100_000 }, (_, at) => birth + String(at).padStart(5, '0'))
    const right = numbers.filter((number) => found(number).length === 1)
    // Two check digits modulo 11: about one in 121.
    expect(right.length).toBeGreaterThan(700)
    expect(right.length).toBeLessThan(1_000)
  })

  test.each([
    ['Passport number: C01X00T47', 'C01X00T47'],
    ['Steuer-ID: 86 095 742 719', '86 095 742 719'],
    ['NHS number 943 476 5919', '943 476 5919'],
    ['PESEL 44051401359', '44051401359'],
    ['Aadhaar: 2345 6789 0124', '2345 6789 0124'],
  ])('is found after a word that announces it: %s', (text, id) => {
    expect(found(text)).toEqual([id])
  })

  test.each(['Order 86 095 742 719 left.', 'It sold 943 476 5919 times.', 'Article 44051401359'])(
    'is not seen in: %s',
    (text) => {
      expect(found(text)).toEqual([])
    },
  )
})

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitSentences } from './sentences.ts'

const texts = (text: string) => splitSentences(text).map((sentence) => sentence.text)

describe('sentences', () => {
  test('end at full stops, question and exclamation marks', () => {
    expect(texts('It rains. Does it? Yes! Go home.')).toEqual(['It rains.', 'Does it?', 'Yes!', 'Go home.'])
  })

  test.each([
    'See Fig. 3 and Sec. IV for more.',
    'Dr. Smith and Prof. Jones met at St. Mary.',
    'It was No. 5 of pp. 12 to 14.',
    'The U.S. Government pays.',
    'John F. Kennedy and J. K. Rowling.',
    'Acme Inc. Chief Executive Jane Roe signed.',
    'Fruit, e.g. Apples, is free.',
    'It costs $3.50 at www.example.com today.',
  ])('do not end after an abbreviation: %s', (text) => {
    expect(texts(text)).toEqual([text])
  })

  test('end after "No." and "etc." when a new sentence follows', () => {
    expect(texts('The answer is No. Then he left, etc. The rest follows.')).toEqual([
      'The answer is No.',
      'Then he left, etc.',
      'The rest follows.',
    ])
  })

  test('end after the letter of a thing', () => {
    expect(texts('This is Medicare Part B. You must enrol.')).toEqual(['This is Medicare Part B.', 'You must enrol.'])
  })

  test('keep the number of a list item', () => {
    expect(texts('1. Open the lid. 2. Press start.')).toEqual(['1. Open the lid.', '2. Press start.'])
    expect(texts('(a) First.\n(b) Second.')).toEqual(['(a) First.', '(b) Second.'])
  })

  test('end at line breaks', () => {
    expect(texts('Name | Age\nAnna | 7')).toEqual(['Name | Age', 'Anna | 7'])
  })

  test('are found in Japanese', () => {
    expect(texts('これは文です。次の文です。')).toEqual(['これは文です。', '次の文です。'])
  })

  test('of any text lie in order, are trimmed, stand where they say and leave out white space only', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('A b', '. ', ' No. ', '3', '\n', '  ', '!', 'é😀', 'e.g. ')), (parts) => {
        const text = parts.join('')
        let position = 0
        for (const { text: sentence, start, end } of splitSentences(text)) {
          expect(text.slice(start, end)).toBe(sentence)
          expect(sentence).toBe(sentence.trim())
          expect(text.slice(position, start).trim()).toBe('')
          position = end
        }
        expect(text.slice(position).trim()).toBe('')
      }),
    )
  })
})

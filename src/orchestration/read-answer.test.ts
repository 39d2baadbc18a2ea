import { array, assert, constantFrom, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { createAnswerReader, type DraftSentence } from './read-answer.ts'

function read(text: string, cutOff = false): DraftSentence[] {
  const reader = createAnswerReader()
  return [...reader.push(text), ...reader.end(cutOff)]
}

const sentence = (text: string, ...numbers: number[]): DraftSentence => ({ text, numbers })

test.each<[string, string, DraftSentence[]]>([
  [
    'markers after the full stop',
    'It is $500. [1] Ask early. [2]',
    [sentence('It is $500.', 1), sentence('Ask early.', 2)],
  ],
  [
    'markers before the full stop',
    'It is $500 [1]. Ask early [2].',
    [sentence('It is $500.', 1), sentence('Ask early.', 2)],
  ],
  ['markers without a space', 'It is $500.[1] Ask early.[2]', [sentence('It is $500.', 1), sentence('Ask early.', 2)]],
  ['several markers', 'It is $500 [1][2]. Ask [2, 3].', [sentence('It is $500.', 1, 2), sentence('Ask.', 2, 3)]],
  ['a range', 'It is $500 [1-3].', [sentence('It is $500.', 1, 2, 3)]],
  ['footnote markers', 'It is $500[^2].', [sentence('It is $500.', 2)]],
  ['markers of other brackets', 'It is $500【1†source】.', [sentence('It is $500.', 1)]],
  [
    'a marker on its own line',
    'It is $500.\n[1]\nAsk early. [2]',
    [sentence('It is $500.', 1), sentence('Ask early.', 2)],
  ],
  [
    'a marker inside a sentence',
    'It is $500 [1] for Gold and $900 [2] for Silver.',
    [sentence('It is $500 for Gold and $900 for Silver.', 1, 2)],
  ],
  [
    'a bulleted list',
    'You get:\n- Vision care [1]\n- **Dental** care [2]\n',
    [sentence('You get:'), sentence('Vision care', 1), sentence('Dental care', 2)],
  ],
  [
    'a numbered list',
    '1. Open Settings. [1]\n2. Choose Reset. [2]',
    [sentence('Open Settings.', 1), sentence('Choose Reset.', 2)],
  ],
  ['a list item that starts with its marker', 'Ask.\n- [2] Wait.', [sentence('Ask.'), sentence('Wait.', 2)]],
  [
    'abbreviations',
    'Use forms, e.g. W-2, from Dr. Smith [1]. Done [1].',
    [sentence('Use forms, e.g. W-2, from Dr. Smith.', 1), sentence('Done.', 1)],
  ],
  [
    'decimal numbers',
    'It grew 3.5 percent to $1.2 million [1].',
    [sentence('It grew 3.5 percent to $1.2 million.', 1)],
  ],
  ['brackets that are no markers', 'See [the form] today [1].', [sentence('See [the form] today.', 1)]],
  ['numbers never sent', 'It is so [99].', [sentence('It is so.', 99)]],
  [
    'an address with a question mark',
    'Go to https://a.example/?q=Now! it is open [1].',
    [sentence('Go to https://a.example/?q=Now! it is open.', 1)],
  ],
  [
    'an image',
    'See ![Chart. One](https://a.example/X.png?Y) here [1].',
    [sentence('See ![Chart. One](https://a.example/X.png?Y) here.', 1)],
  ],
  ['no marker at all', 'It is so.', [sentence('It is so.')]],
  ['nothing', ' \n ', []],
])('reads %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected)
})

test('gives a sentence as soon as the next one has begun', () => {
  const reader = createAnswerReader()
  expect(reader.push('It is $500. [1')).toEqual([])
  expect(reader.push('] ')).toEqual([])
  expect(reader.push('A')).toEqual([sentence('It is $500.', 1)])
})

test('gives a sentence after every sign that ends one', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
  const signs = Array.from({ length: 0x1_ffff }, (_, code) => String.fromCodePoint(code)).filter(
    (sign) => /[\p{P}\p{Z}\p{Cc}]/u.test(sign) && [...segmenter.segment(`Ab${sign} Cd`)].length > 1,
  )
  expect(signs.length).toBeGreaterThan(50)
  for (const sign of signs) {
    const reader = createAnswerReader()
    expect([sign, reader.push(`Ab${sign} Cd`).length]).toEqual([sign, 1])
  }
})

test('leaves out a last sentence that was cut off', () => {
  expect(read('It is $500. [1] Ask your man', true)).toEqual([sentence('It is $500.', 1)])
})

test('reads the same sentences however the text is cut into pieces', () => {
  const words = constantFrom(
    'It ',
    'is',
    ' $500',
    '. ',
    '.',
    ' [1]',
    '[2, 3]',
    '[',
    '1',
    ']',
    '\n',
    '- ',
    '2. ',
    ' e.g. ',
    'Ask',
    ' U.S. ',
    '!',
    ' (so) ',
    '**',
    '【4】',
    '【4†source】',
    ' 7 ',
    '![',
    'https://a.b/?Q',
    '(',
    ')',
  )
  assert(
    property(
      array(words, { maxLength: 25 }),
      array(integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 }),
      (parts, sizes) => {
        const text = parts.join('')
        const reader = createAnswerReader()
        const sentences: DraftSentence[] = []
        for (let at = 0, turn = 0; at < text.length; turn += 1) {
          const size = sizes[turn % sizes.length]!
          sentences.push(...reader.push(text.slice(at, at + size)))
          at += size
        }
        expect([...sentences, ...reader.end(false)]).toEqual(read(text))
      },
    ),
    { numRuns: 500 },
  )
})

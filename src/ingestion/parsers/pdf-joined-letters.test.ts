import { expect, test } from 'vitest'
import { joinedLetters } from './pdf-joined-letters.ts'

const MAP =
  'begincmap 1 begincodespacerange <00> <FF> endcodespacerange 6 beginbfchar <01> <06440627> <02> <0643> <03> <0634> <04> <0645> <05> <062A> <20> <0020> endbfchar endcmap'

/** A page that shows these codes, each for a sign; sign 1 is a lam and an alef in one. */
const pdf = (codes: string) =>
  Buffer.from(
    '1 0 obj << /Type /Page /Contents 2 0 R /Resources << /Font << /F 3 0 R >> >> >> endobj\n' +
      `2 0 obj << >>\nstream\nBT /F 12 Tf <${codes}> Tj ET\nendstream endobj\n` +
      '3 0 obj << /Type /Font /Subtype /TrueType /ToUnicode 4 0 R >> endobj\n' +
      `4 0 obj << >>\nstream\n${MAP}\nendstream endobj\n`,
  )

test('the letters of a joined sign stand in their order', () => {
  // From left to right: te, lam-alef, kaf, shin, mim; the second reader turns the ten letters around one by one.
  const inOrder = joinedLetters(pdf('0501020304'))
  expect(inOrder('حل مشكالت كبيرة')).toBe('حل مشكلات كبيرة')
})

test('a word that also occurs without joined signs stays as it is', () => {
  const separate = pdf('01')
  expect(joinedLetters(separate)('ال')).toBe('لا')
  expect(joinedLetters(Buffer.from('no objects'))('ال')).toBe('ال')
})

import { expect, test } from 'vitest'
import { delimiterOf, parseCsv } from './csv.ts'

const table = (text: string) => parseCsv(Buffer.from(text)).text

test('rows become lines of cells, header first', () => {
  expect(table('name,city\r\nAnna,"Berlin, Mitte"\r\n')).toBe('name | city\nAnna | Berlin, Mitte')
})

test.each([',', ';', '\t', '|'])('the delimiter %j is found', (delimiter) => {
  const rows = [
    ['a, b', 'c'],
    ['d', 'e; f'],
    ['g', 'h'],
  ]
  expect(delimiterOf(rows.map((row) => row.map((cell) => `"${cell}"`).join(delimiter)).join('\n'))).toBe(delimiter)
})

test('line breaks in cells, ragged rows and empty rows do no harm', () => {
  expect(table('a,b\n"one\ntwo",2,3\n,,\nx\n')).toBe('a | b\none two | 2 | 3\nx')
})

test('a quote that is never closed does not swallow the rest', () => {
  expect(table('a,b\n1,"2\n3,4\n')).toContain('3 | 4')
})

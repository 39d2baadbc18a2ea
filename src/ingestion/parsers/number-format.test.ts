import { expect, test } from 'vitest'
import { numberFormat, shownNumber } from './number-format.ts'

const shown = (stored: string, code: string | number, since1904 = false) => {
  const format =
    typeof code === 'number' ? numberFormat(code, undefined, since1904) : numberFormat(164, code, since1904)
  return format === null ? null : shownNumber(stored, format)
}

test.each([
  ['45366', 14, '2024-03-15'],
  ['45366.75', 22, '2024-03-15 18:00'],
  ['45366', 'dd/mm/yyyy', '2024-03-15'],
  ['45366', '[$-409]d-mmm-yy;@', '2024-03-15'],
  ['45366', 'd". "mmmm yyyy', '2024-03-15'],
  ['45352', 'mmm\\-yy', '2024-03'],
  ['45366', 'yyyy"年"m"月"d"日"', '2024-03-15'],
  ['45366', 31, '2024-03-15'],
  ['59', 'yyyy-mm-dd', '1900-02-28'],
  ['61', 'yyyy-mm-dd', '1900-03-01'],
  ['0.76041666666666663', 'h:mm', '18:15'],
  ['1.5', '[h]:mm', '36:00:00'],
  ['45366.999999999', 'dd.mm.yyyy hh:mm', '2024-03-16 00:00'],
])('a date stored as %s with the format %s is shown as %s', (stored, code, text) => {
  expect(shown(stored, code)).toBe(text)
})

test('workbooks from old Macintosh programs count days from 1904', () => {
  expect(shown('43904', 'yyyy-mm-dd', true)).toBe('2024-03-15')
})

test.each([
  ['2.5000000000000001E-2', 10, '2.5%'],
  ['-0.07', '0%', '-7%'],
  ['1599.99', '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)', '$1599.99'],
  ['-1599.99', '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)', '-$1599.99'],
  ['1200', '#,##0.00\\ [$€-407]', '1200 €'],
  ['1200', '[$EUR] #,##0', 'EUR 1200'],
])('an amount stored as %s with the format %s is shown as %s', (stored, code, text) => {
  expect(shown(stored, code)).toBe(text)
})

test.each(['General', '#,##0.00', '0.00E+00', '# ?/?', '@', '[Red]0', '00"h"', '0 "pcs"'])(
  'the format %s shows the number itself',
  (code) => {
    expect(shown('12', code)).toBeNull()
  },
)

test.each(['tomorrow', '-1', '99999999'])('%s in a column of dates stays as it is', (stored) => {
  expect(shown(stored, 14)).toBeNull()
})

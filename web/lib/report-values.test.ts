import { expect, test } from 'vitest'
import { createFormats } from './formats.ts'
import { keyText, valueText } from './report-values.ts'

const formats = createFormats('en-GB')

test.each([
  [0.25, 'share', '25%'],
  [1_500, 'milliseconds', '1.5 s'],
  [12_400, 'bytes', '12 kB'],
  [1_234.567, 'currency', '1,234.57'],
  [null, 'count', '–'],
] as const)('%s as %s is written %s', (value, unit, text) => {
  expect(valueText(value, unit, formats)).toBe(text)
})

test('rows are called by day, by time or by name', () => {
  expect(keyText('2026-11-28', 'day', formats, 'none')).toBe('28\u00A0Nov\u00A02026')
  expect(keyText('sales', 'group', formats, 'none')).toBe('sales')
  expect(keyText('', 'collection', formats, 'none')).toBe('none')
})

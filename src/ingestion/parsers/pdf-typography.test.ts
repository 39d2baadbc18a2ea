import { expect, test } from 'vitest'
import { tinyPdf } from '../../testing/tiny-pdf.ts'
import { parsePdf } from './pdf.ts'

// Bytes 91 to 94 are the typographic quotation marks of Windows, 96 and 97 its dashes.
const windows = (...texts: readonly string[]) =>
  tinyPdf([texts.map((text) => ({ text }))], { encoding: 'WinAnsiEncoding' })

test('quotation marks, apostrophes and dashes are those of the file', async () => {
  const { text } = await parsePdf(
    windows(
      'The \x93plan\x94 \x96 it\x92s the plan\x92s \x93cover,\x94 \x93care\x94 and \x91more\x92\x97covers children.',
    ),
  )
  expect(text).toBe('The “plan” – it’s the plan’s “cover,” “care” and ‘more’—covers children.')
})

test('straight marks stay straight', async () => {
  const { text } = await parsePdf(windows('Type "plan" and press Enter, then don\'t wait for well-known answers.'))
  expect(text).toBe('Type "plan" and press Enter, then don\'t wait for well-known answers.')
})

test('a mark whose surroundings occur with both forms stays as it was read', async () => {
  const { text } = await parsePdf(windows('the plan\x92s cover of the year', "the plan's cover of the year"))
  expect(text).toContain("the plan's cover of the year")
  expect(text).not.toContain('’')
})

test('a word divided at the end of a line is put together, and its marks are found', async () => {
  const { text } = await parsePdf(
    windows(
      'Everybody who works for the company has a right to be treated',
      'well. That\x92s why the plan covers preven-',
      'tive care, which isn\x92t common everywhere in the country.',
    ),
  )
  expect(text).toContain('That’s why the plan covers preventive care, which isn’t common')
})

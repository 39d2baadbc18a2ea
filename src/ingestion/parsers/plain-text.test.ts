import { expect, test } from 'vitest'
import { parsedBlocks } from '../../testing/parsed-blocks.ts'
import { parsePlainText } from './plain-text.ts'

const blocks = (text: string) => parsedBlocks(parsePlainText(Buffer.from(text)))

test('paragraphs end at blank lines and lines broken by the margin are joined', () => {
  const text =
    'The members of the committee meet on the first Monday of every\nmonth in the large hall.\n\nGuests are welcome.\n'
  expect(blocks(text)).toEqual([
    'paragraph: The members of the committee meet on the first Monday of every month in the large hall.',
    'paragraph: Guests are welcome.',
  ])
})

test('short lines keep their breaks', () => {
  expect(blocks('1 Main Street\nSpringfield')).toEqual(['paragraph: 1 Main Street\nSpringfield'])
})

test('in files without a margin every line is a paragraph', () => {
  const long = 'word '.repeat(40).trim()
  expect(blocks(`4.5 Record keeping\n${long}.\n${long}!`)).toEqual([
    'heading2: 4.5 Record keeping',
    `paragraph: ${long}.`,
    `paragraph: ${long}!`,
  ])
})

test('lines that look like headings are headings', () => {
  expect(blocks('TRAVEL EXPENSES\n\nChapter 2\n\n2.1 Trains\n\nTake the train.')).toEqual([
    'heading1: TRAVEL EXPENSES',
    'heading1: Chapter 2',
    'heading2: 2.1 Trains',
    'paragraph: Take the train.',
  ])
})

test('characters nobody sees are left out', () => {
  const hidden = '\u{E0041}\u{E0042}'
  expect(blocks(`safe${hidden}\u202Etext\u0000 oﬃce\u00AD`)).toEqual(['paragraph: safetext office'])
})

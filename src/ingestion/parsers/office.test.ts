import { expect, test } from 'vitest'
import { parsedBlocks } from '../../testing/parsed-blocks.ts'
import { tinyDocx, tinyPptx, tinyXlsx } from '../../testing/tiny-office.ts'
import { parseOffice } from './office.ts'

const paragraph = (text: string, style = '') =>
  `<w:p>${style === '' ? '' : `<w:pPr>${style}</w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`

test('a Word document gives headings, paragraphs, lists and tables', async () => {
  const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`
  const body =
    paragraph('Leave', '<w:pStyle w:val="Heading1"/>') +
    '<w:p><w:r><w:t>Twenty </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>days</w:t></w:r></w:p>' +
    paragraph('Numbered', '<w:pStyle w:val="Heading2"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') +
    paragraph('First', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>') +
    `<w:tbl><w:tr>${cell('Year')}${cell('Days')}</w:tr><w:tr>${cell('1')}${cell('20')}</w:tr></w:tbl>`
  const parsed = await parseOffice(tinyDocx(body), 'docx')
  expect(parsedBlocks(parsed)).toEqual([
    'heading1: Leave',
    'paragraph: Twenty days',
    'heading2: Numbered',
    'list_item: First',
    'table: Year | Days\n1 | 20',
  ])
  expect(parsed.pages).toBeNull()
})

test('formulas are read in line, those on a line of their own as paragraphs', async () => {
  const raised = '<m:sSup><m:e><m:r><m:t>r</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>'
  const math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
  const body =
    `<w:p><w:r><w:t>The area is </w:t></w:r><m:oMath ${math}><m:r><m:t>π</m:t></m:r>${raised}</m:oMath><w:r><w:t>.</w:t></w:r></w:p>` +
    `<w:p><m:oMathPara ${math}><m:oMath>${raised}</m:oMath></m:oMathPara></w:p>`
  const parsed = await parseOffice(tinyDocx(body), 'docx')
  expect(parsedBlocks(parsed)).toEqual(['paragraph: The area is πr².', 'paragraph: r²'])
})

test('sheets are pages in the order of the workbook, gaps of rows divide tables, empty cells keep columns', async () => {
  const file = tinyXlsx({
    Zulu: [['Item', 'Note', 'Price'], ['Tea', '', '2.5000000000000001E-2'], [], ['Sum', '3']],
    'A &amp; B': [['x']],
    Empty: [],
  })
  const parsed = await parseOffice(file, 'xlsx')
  expect(parsedBlocks(parsed)).toEqual([
    'heading1 p1: Zulu',
    'table p1: Item | Note | Price\nTea | | 0.025',
    'table p1: Sum | 3',
    'heading1 p2: A & B',
    'table p2: x',
  ])
  expect(parsed.pages).toBe(3)
  expect(parsed.pagesWithoutText).toEqual([3])
})

test('slides are pages', async () => {
  const file = tinyPptx([
    { title: 'Goals', text: 'Grow by 5 %.' },
    { title: 'End', text: '' },
  ])
  const parsed = await parseOffice(file, 'pptx')
  expect(parsedBlocks(parsed)).toEqual(['heading1 p1: Goals', 'paragraph p1: Grow by 5 %.', 'heading1 p2: End'])
  expect(parsed.pages).toBe(2)
  expect(parsed.pagesWithoutText).toEqual([])
})

test('an RTF file is read', async () => {
  const parsed = await parseOffice(Buffer.from('{\\rtf1\\ansi Hello {\\b you}.\\par Bye.\\par}'), 'rtf')
  expect(parsed.text).toBe('Hello you.\n\nBye.')
})

test('a file that was cut off is corrupt', async () => {
  const file = tinyDocx(paragraph('Leave'))
  await expect(parseOffice(file.subarray(0, file.length - 60), 'docx')).rejects.toMatchObject({ reason: 'corrupt' })
})

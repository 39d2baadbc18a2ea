import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { parsedBlocks } from '../../testing/parsed-blocks.ts'
import { tinyXlsx } from '../../testing/tiny-office.ts'
import { tinyZip } from '../../testing/tiny-zip.ts'
import { parseDocument } from '../parse-document.ts'
import { readDocument } from '../read-document.ts'

const read = (bytes: Uint8Array) => readDocument(bytes, 'zip', { recognition: null })

test('every file is a section with its name, its headings below', async () => {
  const parsed = await read(tinyZip({ 'hr/leave.md': '# Leave\n\nThirty days.', 'rent.txt': 'The rent is due.' }))
  expect(parsedBlocks(parsed)).toEqual([
    'heading1: hr/leave.md',
    'heading2: Leave',
    'paragraph: Thirty days.',
    'heading1: rent.txt',
    'paragraph: The rent is due.',
  ])
})

test('a chunk never holds text of two files', async () => {
  const outcome = await parseDocument(tinyZip({ 'a.txt': 'One apple.', 'b.txt': 'Two pears.' }), 'a.zip')
  expect(outcome).toMatchObject({
    type: 'text',
    chunks: [
      { text: 'a.txt\n\nOne apple.', heading: ['a.txt'] },
      { text: 'b.txt\n\nTwo pears.', heading: ['b.txt'] },
    ],
  })
})

test('pages are kept when there is one file only', async () => {
  const book = tinyXlsx({ Costs: [['Rent', '9']], Income: [['Fees', '7']] })
  expect(await read(tinyZip({ 'book.xlsx': book }))).toMatchObject({ pages: 2 })
  const two = await read(tinyZip({ 'book.xlsx': book, 'a.txt': 'One apple.' }))
  expect(two.pages).toBeNull()
  expect(two.blocks.every(({ page }) => page === null)).toBe(true)
})

test('files that cannot be read are named with the reason', async () => {
  const parsed = await read(
    tinyZip({
      'a.txt': 'One apple.',
      'b.pdf': '%PDF-1.4\nnothing',
      'c.txt': ' ',
      '../../etc/d.bin': '\u0001\u0002\u0003',
    }),
  )
  expect(parsed.warnings).toEqual([
    'Not read (damaged): b.pdf.',
    'Not read (without text): c.txt.',
    'Not read (of a type that is not read): ../../etc/d.bin.',
  ])
})

test('what programs put beside documents is no part', async () => {
  const parsed = await read(tinyZip({ '.DS_Store': 'x', '__MACOSX/._a.txt': 'x', 'a/': '', 'a/a.txt': 'One apple.' }))
  expect(parsed.text).toBe('a/a.txt\n\nOne apple.')
  expect(parsed.warnings).toEqual([])
})

test('archives in archives are read to the third level', async () => {
  const third = tinyZip({ 'four.txt': 'Level four.' })
  const second = tinyZip({ 'three.txt': 'Level three.', 'third.zip': third })
  const first = tinyZip({ 'two.txt': 'Level two.', 'second.zip': second })
  const parsed = await read(tinyZip({ 'one.txt': 'Level one.', 'first.zip': first }))
  expect(parsed.text).toContain('Level three.')
  expect(parsed.text).not.toContain('Level four.')
  expect(parsed.warnings).toEqual(['first.zip: second.zip: Not read (beyond the limits of one file): third.zip.'])
})

test('a file that unpacks to more than it declares is stopped', async () => {
  const megabytes = 300
  const zip = tinyZip({ 'a.txt': 'One apple.', 'bomb.txt': '' })
  const packed = deflateRawSync(Buffer.alloc(megabytes * 1024 * 1024, 'a '))
  const lying = withContent(zip, 'bomb.txt', packed)
  const parsed = await read(lying)
  expect(parsed.text).toBe('a.txt\n\nOne apple.')
  expect(parsed.warnings).toHaveLength(1)
})

/** The same archive, with other packed bytes behind the last entry, whose declared size stays. */
function withContent(zip: Buffer, name: string, packed: Buffer): Buffer {
  const directory = zip.indexOf('PK\u0001\u0002')
  const local = zip.lastIndexOf('PK\u0003\u0004', directory)
  const body = local + 30 + name.length
  const grown = Buffer.concat([zip.subarray(0, body), packed, zip.subarray(directory)])
  const shift = packed.length - (directory - body)
  const end = grown.lastIndexOf('PK\u0005\u0006')
  grown.writeUInt32LE(zip.readUInt32LE(end - shift + 16) + shift, end + 16)
  const entry = grown.lastIndexOf('PK\u0001\u0002')
  grown.writeUInt32LE(packed.length, entry + 20)
  grown.writeUInt32LE(packed.length, local + 18)
  return grown
}

test('an archive of protected files is protected, one of nothing is empty', async () => {
  const zip = tinyZip({ 'a.txt': 'One apple.' })
  zip.writeUInt16LE(1, zip.indexOf('PK\u0001\u0002') + 8)
  expect(await parseDocument(zip, 'a.zip')).toMatchObject({ type: 'failed', reason: 'encrypted' })
  expect(await parseDocument(tinyZip({ 'a/': '' }), 'a.zip')).toMatchObject({ type: 'failed', reason: 'empty' })
})

test('an archive cut in the middle is damaged', async () => {
  const zip = tinyZip({ 'a.txt': 'One apple.', 'b.txt': 'Two pears.' })
  expect(await parseDocument(zip.subarray(0, -30), 'a.zip')).toMatchObject({ type: 'failed', reason: 'corrupt' })
})

import { expect, test } from 'vitest'
import { TINY_JPEG } from '../testing/tiny-jpeg.ts'
import { tinyDocx, tinyPptx, tinyXlsx } from '../testing/tiny-office.ts'
import { tinyPdf } from '../testing/tiny-pdf.ts'
import { tinyZip } from '../testing/tiny-zip.ts'
import { sniffMediaType } from './sniff-media-type.ts'

const ole2 = (stream: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000), Buffer.from(stream, 'utf16le')])
const MAIL = 'From: a@x.example\nTo: b@x.example\nSubject: Hi\n\nHello.'

test.each([
  ['pdf', 'a.txt', tinyPdf([])],
  ['pdf', 'a.pdf', Buffer.concat([Buffer.from('junk\n'), tinyPdf([])])],
  ['docx', 'renamed.doc', tinyDocx('')],
  ['xlsx', 'a', tinyXlsx({ A: [['1']] })],
  ['pptx', 'a.pdf', tinyPptx([])],
  ['png', 'a.txt', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['jpeg', 'a.pdf', TINY_JPEG],
  ['rtf', 'a.doc', Buffer.from('{\\rtf1 Hello}')],
  ['html', 'a.txt', Buffer.from('\n<!-- x --><!DOCTYPE html><p>Hi')],
  ['html', 'part.htm', Buffer.from('<p>Hi')],
  ['markdown', 'README.md', Buffer.from('<p align="center">Hi</p>\n# Hi')],
  ['csv', 'a.CSV', Buffer.from('a;b\n1;2')],
  ['mail', 'no-name', Buffer.from(MAIL)],
  ['mail', 'a.eml', Buffer.from('Subject: Hi\n\nHello.')],
  ['plain-text', 'a.log', Buffer.from('Subject: the log\nBMW\n')],
  ['plain-text', 'notes', Buffer.from('The header of a PDF is %PDF-1.4.')],
  ['plain-text', 'utf16.txt', Buffer.from('\uFEFFHello', 'utf16le')],
  ['plain-text', 'latin.txt', Buffer.from('Größe', 'latin1')],
])('%s is told by content, the name decides between texts: %s', async (format, name, bytes) => {
  expect(await sniffMediaType(bytes, name)).toMatchObject({ type: 'format', format })
})

test.each([
  ['empty', 'a.pdf', Buffer.alloc(0)],
  ['empty', 'a.txt', Buffer.from(' \n\t\n')],
  ['empty', 'a.txt', Buffer.from('\uFEFF \n', 'utf16le')],
  ['encrypted', 'a.docx', ole2('EncryptedPackage')],
  ['unsupported', 'a.doc', ole2('WordDocument')],
  ['unsupported', 'a.docx', ole2('Workbook')],
  ['unsupported', 'a.png', Buffer.from('47494638396101000100800000', 'hex')],
  ['unsupported', 'a.txt', Buffer.from('00010203ff00fe0480', 'hex')],
])('%s is refused with what to do: %s', async (reason, name, bytes) => {
  const sniffed = await sniffMediaType(bytes, name)
  expect(sniffed).toMatchObject({ type: 'refused', reason })
  expect(sniffed.type === 'refused' && sniffed.detail).toMatch(/\.$/)
})

test('an archive that starts with an unpacked PDF is an archive', async () => {
  const zip = Buffer.concat([tinyZip({ 'a.txt': 'One apple.' }), Buffer.from('%PDF-1.4 %%EOF')])
  expect(await sniffMediaType(zip, 'a.pdf')).toMatchObject({ type: 'format', format: 'zip' })
})

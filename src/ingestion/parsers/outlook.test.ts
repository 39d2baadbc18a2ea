import { expect, test } from 'vitest'
import { parsedBlocks } from '../../testing/parsed-blocks.ts'
import { type TinyMessage, tinyMsg } from '../../testing/tiny-msg.ts'
import { readDocument } from '../read-document.ts'
import { sniffMediaType } from '../sniff-media-type.ts'

const read = (message: TinyMessage) => readDocument(tinyMsg(message), 'outlook', { recognition: null })

test('a message is told from other containers by what stands at its top', async () => {
  expect(await sniffMediaType(tinyMsg({ subject: 'Lunch' }), 'a')).toMatchObject({ format: 'outlook' })
})

test('headers, the body and attachments are read', async () => {
  const parsed = await read({ subject: 'Lunch', body: 'Meet at noon.', attachments: { 'menu.csv': 'soup,3\ncake,4' } })
  expect(parsed.title).toBe('Lunch')
  expect(parsedBlocks(parsed)).toEqual([
    'paragraph: Subject: Lunch\nFrom: Ada <ada@example.org>',
    'paragraph: Meet at noon.',
    'paragraph: Attachments: menu.csv',
    'heading1: menu.csv',
    'table: soup | 3\ncake | 4',
  ])
})

test('the HTML body is read where there is no plain one, RTF where there is neither', async () => {
  expect((await read({ subject: 'Lunch', html: '<p>Bring <b>cake</b>, Zoë.' })).text).toMatch(/Bring cake, Zoë\.$/)
  const rtf = await read({ subject: 'Lunch', rtf: '{\\rtf1\\ansi Bring cake.\\par}' })
  expect(rtf.text).toMatch(/Bring cake\.$/)
})

test('a message in a message is a section with its own headers', async () => {
  const inner = { subject: 'Rent', body: 'The rent is due.', attachments: { 'a.txt': 'One apple.' } }
  const parsed = await read({ subject: 'Fwd', body: 'See below.', attachments: { Rent: inner } })
  expect(parsedBlocks(parsed).slice(3)).toEqual([
    'heading1: Rent.msg',
    'paragraph: Subject: Rent\nFrom: Ada <ada@example.org>',
    'paragraph: The rent is due.',
    'paragraph: Attachments: a.txt',
    'heading2: a.txt',
    'paragraph: One apple.',
  ])
})

test('a message cut in the middle is damaged', async () => {
  const cut = tinyMsg({ subject: 'Lunch', body: 'Meet at noon.' }).subarray(0, 700)
  await expect(readDocument(cut, 'outlook', { recognition: null })).rejects.toMatchObject({ reason: 'corrupt' })
})

import { expect, test } from 'vitest'
import { parseMail } from './mail.ts'

const parse = (mail: string) => parseMail(Buffer.from(mail.replaceAll('\n', '\r\n')))

const HEAD =
  'From: Anna <anna@x.example>\nTo: bob@x.example\nSubject: =?utf-8?q?Caf=C3=A9?=\nDate: Mon, 23 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n'

test('headers and the plain body are text, attachments are named', async () => {
  const parsed = await parse(
    `${HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nMeet at noon.\n--b\n` +
      'Content-Type: text/csv\nContent-Disposition: attachment; filename="menu.csv"\n\na,b\n--b--\n',
  )
  expect(parsed.title).toBe('Café')
  expect(parsed.text).toBe(
    'Subject: Café\nFrom: Anna <anna@x.example>\nTo: bob@x.example\nDate: 2026-11-23T10:00:00.000Z\n\nMeet at noon.\n\nAttachments: menu.csv',
  )
})

test('an HTML body is read when there is no plain one', async () => {
  const parsed = await parse(`${HEAD}Content-Type: text/html\n\n<h1>Lunch</h1><p>Bring <b>cake</b>.</p>\n`)
  expect(parsed.text).toMatch(/\n\nLunch\n\nBring cake\.$/)
})

import { expect, test } from 'vitest'
import { readDocument } from '../read-document.ts'

const parse = (mail: string) => readDocument(Buffer.from(mail.replaceAll('\n', '\r\n')), 'mail', { recognition: null })

const HEAD =
  'From: Anna <anna@x.example>\nTo: bob@x.example\nSubject: =?utf-8?q?Caf=C3=A9?=\nDate: Mon, 23 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n'

test('headers and the plain body are text, each attachment is a section', async () => {
  const parsed = await parse(
    `${HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nMeet at noon.\n--b\n` +
      'Content-Type: text/csv\nContent-Disposition: attachment; filename="menu.csv"\n\nsoup,3\ncake,4\n--b--\n',
  )
  expect(parsed.title).toBe('Café')
  expect(parsed.text).toBe(
    'Subject: Café\nFrom: Anna <anna@x.example>\nTo: bob@x.example\nDate: 2026-11-23T10:00:00.000Z\n\nMeet at noon.\n\nAttachments: menu.csv\n\nmenu.csv\n\nsoup | 3\ncake | 4',
  )
})

test('a mail that was forwarded as attachment is read with its own headers', async () => {
  const parsed = await parse(
    `${HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below.\n--b\n` +
      'Content-Type: message/rfc822\n\nFrom: carl@x.example\nTo: anna@x.example\nSubject: Rent\nMIME-Version: 1.0\nContent-Type: text/plain\n\nThe rent is due.\n--b--\n',
  )
  expect(parsed.text).toMatch(
    /See below\.[\s\S]*\n\nattached mail\.eml\n\nSubject: Rent\nFrom: carl@x\.example[\s\S]*The rent is due\.$/,
  )
})

test('an HTML body is read when there is no plain one', async () => {
  const parsed = await parse(`${HEAD}Content-Type: text/html\n\n<h1>Lunch</h1><p>Bring <b>cake</b>.</p>\n`)
  expect(parsed.text).toMatch(/\n\nLunch\n\nBring cake\.$/)
})

const alternatives = (plain: string, html: string) =>
  `${HEAD}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n${plain}\n--b\n` +
  `Content-Type: text/html\n\n${html}\n--b--\n`

test('the same text in two forms is read once', async () => {
  const parsed = await parse(
    alternatives('Bring cake to the lunch on Friday.', '<p>Bring cake to the lunch on Friday.'),
  )
  expect(parsed.text.match(/Bring cake/g)).toHaveLength(1)
})

test('both forms are read when they say different things', async () => {
  const parsed = await parse(alternatives('Your program shows no HTML.', '<p>Lunch is on Friday at noon.'))
  expect(parsed.text).toMatch(/shows no HTML\.\n\nLunch is on Friday/)
})

test('an encrypted mail keeps its headers and says that its text was not read', async () => {
  const parsed = await parse(
    `${HEAD}Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n--b\n` +
      'Content-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\nabc\n--b--\n',
  )
  expect(parsed.text).not.toContain('PGP')
  expect(parsed.warnings).toEqual(['The text of the mail is encrypted; only its headers were read.'])
})

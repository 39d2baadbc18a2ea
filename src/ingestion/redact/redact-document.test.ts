import { expect, test } from 'vitest'
import { PERSONAL_DATA_KINDS } from '../../contracts/personal-data.ts'
import { parseDocument } from '../parse-document.ts'
import { findPersonalData } from './find-personal-data.ts'

const all = new Set(PERSONAL_DATA_KINDS)
const found = (text: string) =>
  findPersonalData(text, all).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)

test.each([
  ['email: ada.l@mail.example.org', 'Write to ada.l@mail.example.org, please.'],
  ['card: 4111 1111 1111 1111', 'Paid with 4111 1111 1111 1111.'],
  ['iban: DE89 3704 0044 0532 0130 00', 'To DE89 3704 0044 0532 0130 00 by Friday'],
  ['id: 078-05-1120', 'Number 078-05-1120 is known.'],
  ['id: AB 12 34 56 C', 'It is AB 12 34 56 C.'],
  ['id: 12345678Z', 'DNI 12345678Z'],
  ['id: C01X00T47', 'Passport number: C01X00T47'],
  ['ip: 192.168.4.17', 'The printer is 192.168.4.17.'],
  ['ip: 2001:db8::8a2e:370:7334', 'at 2001:db8::8a2e:370:7334'],
  ['phone: +49 30 901820', 'Ring +49 30 901820 now'],
  ['phone: +81 90 1234 5678', 'In Kyoto +81 90 1234 5678 answers'],
  ['phone: (212) 555-0187', 'It is (212) 555-0187.'],
  ['phone: 030 901820', 'Tel. 030 901820'],
  ['phone: 4930901820', 'Phone:\n4930901820'],
  ['url: https://example.org/a?b=c', 'See https://example.org/a?b=c.'],
])('%s is found', (expected, text) => {
  expect(found(text)).toEqual([expected])
})

test.each([
  'Paid with 4111 1111 1111 1112.',
  'DE89 3704 0044 0532 0130 01 is mistyped',
  'Between 2026-11-23 and 24.12.2026 at 10:30:15.',
  'Revenue was 12 345 678 in 2025 and 1,234,567.89 before.',
  'Invoice no. 0049 30 901820',
  'ISBN 978-3-16-148410-0',
  'Node version 24.2.1.0 or §1.2.3.4',
  'Pages 100-200-300',
  'Zhu Shijie (1249–1314) wrote it',
  'Sections 3.73 4.10 4.11 on text',
  'The enzyme (EC 3.1.1.11) acts.',
  'Call before 24 12 2026.',
])('nothing is found in: %s', (text) => {
  expect(found(text)).toEqual([])
})

const TEXT = Buffer.from('Ask ada@example.org or bert@example.org.\n\nTheir office is in Bonn.')

test('what is redacted keeps its length, so that offsets stay right', async () => {
  const plain = await parseDocument(TEXT, 'a.txt')
  const redacted = await parseDocument(TEXT, 'a.txt', {
    recognition: null,
    redaction: { mode: 'redact', kinds: PERSONAL_DATA_KINDS },
  })
  expect(redacted).toMatchObject({
    text: 'Ask [email--------] or [email---------].\n\nTheir office is in Bonn.',
    warnings: ['Personal data replaced: 2 e-mail addresses.'],
  })
  const places = (outcome: typeof plain) =>
    outcome.type === 'text' ? outcome.chunks.map(({ start, end }) => [start, end]) : []
  expect(places(redacted)).toEqual(places(plain))
})

test('what is only detected stays and is counted', async () => {
  const outcome = await parseDocument(TEXT, 'a.txt', {
    recognition: null,
    redaction: { mode: 'detect', kinds: ['email', 'phone'] },
  })
  expect(outcome).toMatchObject({
    text: TEXT.toString(),
    warnings: ['Personal data found: 2 e-mail addresses.'],
  })
})

const WORST =
  '1|1 |1-|1.|1:|a|a.|a@|a@a.|::|f:|DE89|DE89 |+|+1 |(1|1.1.1.1.|www.|http://|ssn 1|passport A1|call 1| |AB|ABCDEF01A01A|4111 1111 1111 1111 |/'

test.each(WORST.split('|'))('100 kB of "%s" take no longer than any other text', (seed) => {
  const text = seed.repeat(100_000 / seed.length)
  for (const kind of PERSONAL_DATA_KINDS) {
    // The quickest of three: the machine may be busy with something else meanwhile.
    const times = [1, 2, 3].map(() => {
      const startedAt = performance.now()
      findPersonalData(text, new Set([kind]))
      return performance.now() - startedAt
    })
    expect(Math.min(...times), kind).toBeLessThan(50)
  }
})

test('counts every kind for the summary, and nothing when nothing was looked for', async () => {
  const counted = await parseDocument(TEXT, 'a.txt', {
    recognition: null,
    redaction: { mode: 'detect', kinds: PERSONAL_DATA_KINDS },
    injectionScan: true,
  })
  expect(counted).toMatchObject({ findings: { personalData: { email: 2 }, suspiciousPassages: 0 } })
  expect(await parseDocument(TEXT, 'a.txt')).toMatchObject({ findings: null })
})

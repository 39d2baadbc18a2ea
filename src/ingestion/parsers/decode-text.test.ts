import { describe, expect, test } from 'vitest'
import { decodeText } from './decode-text.ts'

function utf32(text: string): Buffer {
  const points = Array.from(`\uFEFF${text}`, (letter) => letter.codePointAt(0) ?? 0)
  const bytes = Buffer.alloc(points.length * 4)
  for (const [index, point] of points.entries()) bytes.writeUInt32LE(point, index * 4)
  return bytes
}

describe('the encoding of a text', () => {
  test.each([
    ['UTF-8 with mark', Buffer.from('\uFEFFGrüße')],
    ['UTF-8 without mark', Buffer.from('Grüße')],
    ['UTF-16 with mark', Buffer.from('\uFEFFGrüße', 'utf16le')],
    ['UTF-16 without mark', Buffer.from('Grüße', 'utf16le')],
    ['UTF-32', utf32('Grüße')],
    ['Latin-1', Buffer.from('Grüße', 'latin1')],
  ])('is found: %s', (_, bytes) => {
    expect(decodeText(bytes)).toBe('Grüße')
  })

  test('is found in a short Japanese export', () => {
    const shiftJis = Buffer.from('96bc914f2c944e97ee2c8f5a8f8a0a8e4f96d889708e712c32352c91e58de30a', 'hex')
    expect(decodeText(shiftJis)).toBe('名前,年齢,住所\n三木英子,25,大阪\n')
  })

  test('is the declared one when the bytes fit it', () => {
    expect(decodeText(Buffer.from('cfedbdd9', 'hex'), 'windows-1251')).toBe('ПнЅЩ')
  })

  test('is not the declared one when the bytes do not fit it', () => {
    expect(decodeText(Buffer.from('Grüße aus Köln', 'latin1'), 'utf-8')).toBe('Grüße aus Köln')
  })

  test('may be unknown to us', () => {
    expect(decodeText(Buffer.from('Grüße', 'latin1'), 'x-no-such-charset')).toBe('Grüße')
  })

  test('stays UTF-8 when a single byte of it is broken', () => {
    const bytes = Buffer.concat([Buffer.from('Grüße '.repeat(500)), Buffer.from([0xff])])
    expect(decodeText(bytes)).toMatch(/^Grüße .*\uFFFD$/)
  })
})

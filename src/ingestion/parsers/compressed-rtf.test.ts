import { expect, test } from 'vitest'
import { decompressRtf } from './compressed-rtf.ts'

const text = (hexadecimal: string) =>
  Buffer.from(decompressRtf(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'))).toString('latin1')

// Both examples stand in MS-OXRTFCP, section 3.
test('references into the dictionary are followed', () => {
  const compressed =
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0'
  expect(text(compressed)).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n')
})

test('a reference may reach into what it is writing', () => {
  expect(text('1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0')).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}')
})

test('text that was not compressed is taken as it is', () => {
  expect(
    text(`0e00000004000000${Buffer.from('MELA').toString('hex')}00000000${Buffer.from('{\\rtf1}').toString('hex')}`),
  ).toBe('{\\rtf1}')
})

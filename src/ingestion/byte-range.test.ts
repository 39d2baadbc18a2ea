import { expect, it } from 'vitest'
import { readByteRange } from './byte-range.ts'

it.each([
  ['bytes=0-0', { first: 0, last: 0 }],
  ['bytes=10-19', { first: 10, last: 19 }],
  ['bytes=90-', { first: 90, last: 99 }],
  ['bytes=-10', { first: 90, last: 99 }],
  ['bytes=-1000', { first: 0, last: 99 }],
  ['bytes=90-1000', { first: 90, last: 99 }],
])('reads %s of a hundred bytes', (header, part) => {
  expect(readByteRange(header, 100)).toEqual(part)
})

it.each([
  undefined,
  '',
  'bytes=',
  'bytes=-',
  'bytes=20-10',
  'bytes=100-',
  'bytes=-0',
  'bytes=0-1,5-6',
  'lines=0-1',
  'bytes=a-b',
])('leaves the whole file where %s names no part that can be given', (header) => {
  expect(readByteRange(header, 100)).toBeNull()
})

it('finds no part in an empty file', () => {
  expect(readByteRange('bytes=0-', 0)).toBeNull()
  expect(readByteRange('bytes=-5', 0)).toBeNull()
})

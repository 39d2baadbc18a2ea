import { expect, it } from 'vitest'
import { editDistance } from './edit-distance.ts'

it.each([
  ['benefit', 'benefit', 0],
  ['benefit', 'benifit', 1],
  ['deduct', 'deduct s', 2],
  ['form', 'from', 1],
  ['vacation', 'vaction', 1],
  ['accommod', 'acomod', 2],
  ['', 'ab', 2],
])('counts the edits from %s to %s', (one, other, edits) => {
  expect(editDistance(one, other, 2)).toBe(edits)
  expect(editDistance(other, one, 2)).toBe(edits)
})

it('stops counting above the most that is asked for', () => {
  expect(editDistance('holiday', 'deductible', 2)).toBe(3)
  expect(editDistance('abcdef', 'uvwxyz', 1)).toBe(2)
})

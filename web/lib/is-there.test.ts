import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { isThere } from './is-there.ts'

const FIELDS = { external_id: 'rules/travel.md' }
const file = new File(['Trains first.'], 'travel.md')
const storedAs = (text: string) => async () => ({
  sha256: createHash('sha256').update(text).digest('hex'),
  size_in_bytes: text.length,
})

it('finds a file of a folder that is there with the same bytes', async () => {
  expect(await isThere(file, FIELDS, storedAs('Trains first.'))).toBe(true)
})

it.each(['Planes first.', 'Trains first, always.'])(
  'sends a file that differs from what is there: %s',
  async (text) => {
    expect(await isThere(file, FIELDS, storedAs(text))).toBe(false)
  },
)

it('sends what is not there, and what could not be looked up', async () => {
  expect(await isThere(file, FIELDS, async () => null)).toBe(false)
  expect(await isThere(file, FIELDS, () => Promise.reject(new Error('offline')))).toBe(false)
})

it('sends a file that has no name in a folder, because it has no place to be compared with', async () => {
  expect(await isThere(file, {}, storedAs('Trains first.'))).toBe(false)
})

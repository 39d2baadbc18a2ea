import { expect, test } from 'vitest'
import { entriesOf, entryOf } from './access-entries.ts'

test('entries are written one a line or with commas between', () => {
  expect(entriesOf('group:sales, everyone\n\n user:1 ')).toEqual(['group:sales', 'everyone', 'user:1'])
})

test.each([
  ['everyone', 'everyone'],
  ['user:42', 'user:42'],
  ['group:sales', 'group:sales'],
  ['sales', 'group:sales'],
])('%s means %s', async (line, entry) => {
  expect(await entryOf(line)).toBe(entry)
})

import { expect, test } from 'vitest'
import { may } from './may.ts'

test.each([
  [['Admin'], 'Contributor', true],
  [['Contributor'], 'Admin', false],
  [['Reader', 'Contributor'], 'Contributor', true],
  [['toString'], 'Reader', false],
  [[], 'Reader', false],
] as const)('somebody with %j and %s: %s', (roles, role, allowed) => {
  expect(may({ roles }, role)).toBe(allowed)
})

test('until it is known who somebody is, they see what every role may see', () => {
  expect([may(null, 'Reader'), may(null, 'Contributor')]).toEqual([true, false])
})

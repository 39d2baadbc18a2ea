import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { createSeal } from './seal-secret.ts'

const newSeal = () => createSeal(randomBytes(32).toString('base64url'))

it('opens what it sealed for the same row, and seals the same text differently each time', () => {
  const seal = newSeal()
  const [one, other] = [seal.seal('refresh token', 'row'), seal.seal('refresh token', 'row')]
  expect([seal.open(one, 'row'), seal.open(other, 'row')]).toEqual(['refresh token', 'refresh token'])
  expect(one).not.toBe(other)
  expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('refresh')
})

it('does not open what was moved, changed, cut short or sealed with another key', () => {
  const seal = newSeal()
  const sealed = seal.seal('refresh token', 'row')
  const bytes = Buffer.from(sealed, 'base64url')
  bytes[15]! ^= 1
  expect(seal.open(sealed, 'other row')).toBeNull()
  expect(seal.open(bytes.toString('base64url'), 'row')).toBeNull()
  expect(seal.open(sealed.slice(0, 20), 'row')).toBeNull()
  expect(seal.open('', 'row')).toBeNull()
  expect(newSeal().open(sealed, 'row')).toBeNull()
})

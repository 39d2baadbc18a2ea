import { describe, expect, it } from 'vitest'
import { createPasswords } from './hash-password.ts'

const QUICK = { memory: 64, passes: 1, parallelism: 1 }
const passwords = createPasswords(QUICK)

describe('a stored password', () => {
  it('is recognised, and no other is', async () => {
    const stored = await passwords.hash('three green bicycles')
    expect(await passwords.verify('three green bicycles', stored)).toBe(true)
    expect(await passwords.verify('three green bicycle', stored)).toBe(false)
  })

  it('names its parameters and never holds the password', async () => {
    const stored = await createPasswords().hash('three green bicycles')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(stored).not.toContain('bicycles')
  })

  it('differs each time, so that equal passwords cannot be told', async () => {
    const [one, other] = await Promise.all([
      passwords.hash('three green bicycles'),
      passwords.hash('three green bicycles'),
    ])
    expect(one).not.toBe(other)
  })

  it('is still recognised after the parameters changed, and known to be outdated', async () => {
    const stored = await createPasswords({ ...QUICK, passes: 2 }).hash('three green bicycles')
    expect(await passwords.verify('three green bicycles', stored)).toBe(true)
    expect(passwords.isOutdated(stored)).toBe(true)
    expect(passwords.isOutdated(await passwords.hash('three green bicycles'))).toBe(false)
  })

  it('is the same however the letters with accents were typed', async () => {
    const stored = await passwords.hash('caf\u00E9 au lait, please')
    expect(await passwords.verify('cafe\u0301 au lait, please', stored)).toBe(true)
  })

  it.each([null, '', 'plain text', '$argon2id$v=19$m=64,t=1,p=1$$'])('is never matched by %j', async (stored) => {
    expect(await passwords.verify('', stored)).toBe(false)
    expect(await passwords.verify('three green bicycles', stored)).toBe(false)
  })
})

it('leaves the event loop free while it works', async () => {
  const heavy = createPasswords()
  let ticks = 0
  const timer = setInterval(() => (ticks += 1), 1)
  await Promise.all([heavy.hash('three green bicycles'), heavy.verify('three green bicycles', null)])
  clearInterval(timer)
  expect(ticks).toBeGreaterThan(10)
})

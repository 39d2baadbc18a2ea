import { describe, expect, it } from 'vitest'
import type { Secrets } from './secrets.ts'

/** What every store of secrets must do. `open` returns a store that starts empty. */
export function describeSecretsContract(name: string, open: () => Promise<Secrets>): void {
  describe(`secrets contract: ${name}`, () => {
    it('returns null for a secret that was never made', async () => {
      expect(await (await open()).get('missing')).toBeNull()
    })

    it('makes a secret once and returns it ever after', async () => {
      const secrets = await open()
      expect(await secrets.getOrCreate('key', () => 'first')).toBe('first')
      expect(await secrets.getOrCreate('key', () => 'second')).toBe('first')
      expect(await secrets.get('key')).toBe('first')
    })

    it('gives callers at the same time the same value', async () => {
      const secrets = await open()
      let made = 0
      const values = await Promise.all(
        Array.from({ length: 20 }, () => secrets.getOrCreate('race', () => `value ${made++}`)),
      )
      expect(new Set(values).size).toBe(1)
    })

    it('refuses names that could leave its folder', async () => {
      const secrets = await open()
      await expect(secrets.get('../etc/passwd')).rejects.toThrow('not a name')
    })
  })
}

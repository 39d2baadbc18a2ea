import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { Blobs } from './blobs.ts'

const sha256Of = (value: string) => createHash('sha256').update(value).digest('hex')
const streamOf = (value: string) => Readable.from([Buffer.from(value)])

/** What every blob store must do. `open` returns a store that starts empty. */
export function describeBlobsContract(name: string, open: () => Promise<Blobs>): void {
  describe(`blobs contract: ${name}`, () => {
    const signal = new AbortController().signal
    const options = { signal, maximumBytes: 1_000 }
    const listed = async (blobs: Blobs, tenant: string) =>
      (await Array.fromAsync(blobs.list(tenant, signal))).toSorted()

    it('stores a stream under its hash and gives the same bytes back', async () => {
      const blobs = await open()
      const stored = await blobs.put('a', streamOf('hello'), options)
      expect(stored).toEqual({ sha256: sha256Of('hello'), sizeInBytes: 5 })
      expect(await text((await blobs.open('a', stored.sha256, signal))!)).toBe('hello')
    })

    it('stores equal bytes once', async () => {
      const blobs = await open()
      await Promise.all([blobs.put('a', streamOf('same'), options), blobs.put('a', streamOf('same'), options)])
      expect(await listed(blobs, 'a')).toEqual([sha256Of('same')])
    })

    it('keeps the blobs of tenants apart', async () => {
      const blobs = await open()
      const { sha256 } = await blobs.put('a', streamOf('secret'), options)
      expect(await blobs.open('b', sha256, signal)).toBeNull()
      expect(await Promise.all(['a', 'b'].map((tenant) => blobs.has(tenant, sha256)))).toEqual([true, false])
      expect(await listed(blobs, 'b')).toEqual([])
    })

    it('keeps a tenant whose name looks like a path in its place', async () => {
      const blobs = await open()
      const { sha256 } = await blobs.put('../../a', streamOf('inside'), options)
      expect(await blobs.open('../../a', sha256, signal)).not.toBeNull()
      expect(await blobs.open('a', sha256, signal)).toBeNull()
    })

    it('refuses a stream that is too long and leaves nothing behind', async () => {
      const blobs = await open()
      const endless = Readable.from(
        (function* () {
          for (;;) yield Buffer.alloc(100)
        })(),
      )
      await expect(blobs.put('a', endless, options)).rejects.toMatchObject({ code: 'body-too-large' })
      expect(await listed(blobs, 'a')).toEqual([])
    })

    it('leaves nothing behind when the stream breaks off', async () => {
      const blobs = await open()
      const broken = Readable.from(
        (async function* () {
          yield Buffer.from('half')
          throw new Error('cut')
        })(),
      )
      await expect(blobs.put('a', broken, options)).rejects.toThrow('cut')
      expect(await listed(blobs, 'a')).toEqual([])
    })

    it('returns null for a blob that is not there, and deletes it twice without complaint', async () => {
      const blobs = await open()
      const { sha256 } = await blobs.put('a', streamOf('gone'), options)
      await blobs.delete('a', sha256)
      await blobs.delete('a', sha256)
      expect(await blobs.open('a', sha256, signal)).toBeNull()
    })

    it('refuses a name that is not a hash', async () => {
      const blobs = await open()
      await expect(blobs.open('a', '../../../etc/passwd', signal)).rejects.toThrow('SHA-256')
    })
  })
}

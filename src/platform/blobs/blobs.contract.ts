import { createHash, type Hash } from 'node:crypto'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { Blobs } from './blobs.ts'

const sha256Of = (value: string) => createHash('sha256').update(value).digest('hex')
const streamOf = (value: string) => Readable.from([Buffer.from(value)])

/** 50 MB; what each piece holds depends on where it stands, so that pieces in a wrong order would be noticed. */
const LARGE_PIECES = 800
const LARGE_PIECE_IN_BYTES = 65_536
const LARGE_IN_BYTES = LARGE_PIECES * LARGE_PIECE_IN_BYTES
/** Far below the size of the file: what a store that keeps the whole file in memory would use on top. */
const MEMORY_FOR_LARGE_IN_BYTES = 25_000_000

function* largePieces(hash: Hash): Generator<Buffer> {
  for (let n = 0; n < LARGE_PIECES; n++) {
    const piece = Buffer.alloc(LARGE_PIECE_IN_BYTES, `piece ${n} `)
    hash.update(piece)
    yield piece
  }
}

/** How many bytes are held in buffers that are still needed. */
function heldInBuffers(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().arrayBuffers
}

/**
 * What every blob store must do. `open` returns a store that starts empty. Stores that list by pages should give pages of
 * three here.
 */
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

    it('gives a part of the bytes, both ends included', async () => {
      const blobs = await open()
      const { sha256 } = await blobs.put('a', streamOf('0123456789'), options)
      const part = async (first: number, last: number) =>
        text((await blobs.open('a', sha256, signal, { first, last }))!)
      expect(await Promise.all([part(0, 0), part(3, 5), part(9, 9), part(0, 9)])).toEqual([
        '0',
        '345',
        '9',
        '0123456789',
      ])
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

    it('leaves nothing behind when the caller gives up', async () => {
      const blobs = await open()
      const [abort, content] = [new AbortController(), new PassThrough()]
      content.write('half')
      const storing = blobs.put('a', content, { signal: abort.signal, maximumBytes: 1_000 })
      abort.abort()
      await expect(storing).rejects.toThrow('abort')
      expect(await listed(blobs, 'a')).toEqual([])
    })

    it('gives up reading when the caller does', async () => {
      const blobs = await open()
      const { sha256 } = await blobs.put('a', streamOf('hello'), options)
      const abort = new AbortController()
      const content = (await blobs.open('a', sha256, abort.signal))!
      abort.abort()
      await expect(text(content)).rejects.toThrow('abort')
    })

    it('stores and reads a file of 50 MB without holding it in memory', async () => {
      const blobs = await open()
      const [written, read] = [createHash('sha256'), createHash('sha256')]
      const large = { signal, maximumBytes: LARGE_IN_BYTES }
      const before = heldInBuffers()
      let peak = 0
      const look = () => {
        if (++looks % 100 === 0) peak = Math.max(peak, heldInBuffers() - before)
      }
      let looks = 0
      const pieces = function* () {
        for (const piece of largePieces(written)) {
          look()
          yield piece
        }
      }
      const stored = await blobs.put('a', Readable.from(pieces()), large)
      expect(stored).toEqual({ sha256: written.copy().digest('hex'), sizeInBytes: LARGE_IN_BYTES })
      for await (const piece of (await blobs.open('a', stored.sha256, signal))!) {
        look()
        read.update(piece as Buffer)
      }
      expect(read.digest('hex')).toBe(written.digest('hex'))
      expect(peak).toBeLessThan(MEMORY_FOR_LARGE_IN_BYTES)
    })

    it('stores a large file once when several send it at the same time', async () => {
      const blobs = await open()
      const large = { signal, maximumBytes: LARGE_IN_BYTES }
      const send = () => blobs.put('a', Readable.from(largePieces(createHash('sha256'))), large)
      const stored = await Promise.all([send(), send(), send()])
      expect(await listed(blobs, 'a')).toEqual([stored[0].sha256])
      expect(new Set(stored.map(({ sha256 }) => sha256)).size).toBe(1)
    })

    it('stores an empty file', async () => {
      const blobs = await open()
      const { sha256 } = await blobs.put('a', Readable.from([]), options)
      expect(await text((await blobs.open('a', sha256, signal))!)).toBe('')
    })

    it('stores bytes again that were deleted', async () => {
      const blobs = await open()
      const { sha256 } = await blobs.put('a', streamOf('back'), options)
      await blobs.delete('a', sha256)
      await blobs.put('a', streamOf('back'), options)
      expect(await blobs.has('a', sha256)).toBe(true)
    })

    it('keeps equal bytes of two tenants apart', async () => {
      const blobs = await open()
      const { sha256 } = await blobs.put('a', streamOf('shared'), options)
      await blobs.put('ab', streamOf('shared'), options)
      await blobs.delete('ab', sha256)
      expect(await Promise.all(['a', 'ab'].map((tenant) => blobs.has(tenant, sha256)))).toEqual([true, false])
      expect(await listed(blobs, 'a')).toEqual([sha256])
    })

    it('lists every blob of a tenant once, and none of a tenant whose name begins alike', async () => {
      const blobs = await open()
      const contents = Array.from({ length: 10 }, (_, n) => `content ${n}`)
      for (const content of contents) await blobs.put('a', streamOf(content), options)
      await blobs.put('ab', streamOf('of another'), options)
      expect(await listed(blobs, 'a')).toEqual(contents.map(sha256Of).toSorted())
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

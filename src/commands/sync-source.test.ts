import { Readable } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DocumentSource, SourceItem, SourceNews } from '../platform/document-source/document-source.ts'
import { type SourceLibrary, type SyncOptions, syncSource } from './sync-source.ts'

const item = (externalId: string, fingerprint = '1'): SourceItem => ({
  externalId,
  fileName: `${externalId}.md`,
  title: null,
  fingerprint,
  access: null,
  sizeInBytes: 1,
  open: async () => Readable.from(['x']),
})
const there = (...items: readonly SourceItem[]): SourceNews[] => items.map((one) => ({ type: 'item', item: one }))
const end = (complete: boolean, cursor: string | null = null): SourceNews => ({ type: 'end', complete, cursor })

/** A source that brings prepared news. */
function sourceWith(...news: readonly SourceNews[]): DocumentSource {
  return {
    kind: 'folder',
    location: 'somewhere',
    look: async function* () {
      yield* news
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

describe('bringing a library in step with a source', () => {
  let documents: Map<string, string>
  let library: SourceLibrary
  let refused: Set<string>
  let requests: number

  beforeEach(() => {
    documents = new Map()
    refused = new Set()
    requests = 0
    library = {
      known: async function* () {
        for (const [externalId, fingerprint] of documents) yield { externalId, fingerprint }
      },
      send: async (items) => {
        requests += 1
        return items.map(({ externalId, fingerprint }) => {
          if (refused.has(externalId)) return { externalId, documentId: null, refusal: 'No.' }
          documents.set(externalId, fingerprint)
          return { externalId, documentId: externalId, refusal: null }
        })
      },
      remove: async (ids) => ids.filter((id) => documents.delete(id)).length,
    }
  })
  const sync = (source: DocumentSource, options: Partial<SyncOptions> = {}) =>
    syncSource(source, library, {
      cursor: null,
      allowManyDeletions: false,
      signal: AbortSignal.timeout(5_000),
      onProgress: () => {},
      ...options,
    })

  it('sends what is new or changed, and removes what a complete look did not name', async () => {
    documents = new Map(Object.entries({ same: '1', changed: '1', gone: '1' }))
    const { counts } = await sync(sourceWith(...there(item('same'), item('changed', '2'), item('new')), end(true)))
    expect(counts).toEqual({ added: 1, changed: 1, deleted: 1, unchanged: 1, failed: 0 })
    expect([...documents]).toEqual([
      ['same', '1'],
      ['changed', '2'],
      ['new', '1'],
    ])
  })

  it('removes nothing because of a look that was not complete, but what is said to be gone', async () => {
    documents = new Map(Object.entries({ a: '1', b: '1', c: '1' }))
    await sync(sourceWith(...there(item('a')), { type: 'gone', externalId: 'b' }, end(false)))
    expect([...documents.keys()]).toEqual(['a', 'c'])
  })

  it('does not take for gone what could not be looked at', async () => {
    documents = new Map(Object.entries({ a: '1', b: '1' }))
    const problem: SourceNews = { type: 'problem', externalId: 'b', detail: 'It cannot be read.' }
    const { failures } = await sync(sourceWith(...there(item('a')), problem, end(true)))
    expect([...documents.keys()]).toEqual(['a', 'b'])
    expect(failures).toEqual([{ externalId: 'b', detail: 'It cannot be read.' }])
  })

  it('goes on from the new cursor only when everything was taken over', async () => {
    const news = [...there(item('a'), item('b')), end(false, 'next')]
    refused.add('b')
    expect((await sync(sourceWith(...news), { cursor: 'before' })).cursor).toBe('before')
    refused.clear()
    expect((await sync(sourceWith(...news), { cursor: 'before' })).cursor).toBe('next')
  })

  it('holds deletions back when most is gone, unless that is wanted', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `document-${n}`)
    documents = new Map(names.map((name) => [name, '1']))
    const few = sourceWith(...there(item('document-0')), end(true, 'next'))
    const held = await sync(few)
    expect([documents.size, held.cursor]).toEqual([20, null])
    expect(held.heldBack).toContain('19 of 20')
    expect((await sync(few, { allowManyDeletions: true })).counts.deleted).toBe(19)
  })

  it('sends many documents in few requests', async () => {
    await sync(sourceWith(...there(...Array.from({ length: 60 }, (_, n) => item(String(n)))), end(true)))
    expect([documents.size, requests]).toEqual([60, 3])
  })
})

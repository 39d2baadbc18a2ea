import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IndexEntry, IndexPartition, SearchIndex, SearchScope } from './search-index.ts'

const EVERYONE: SearchScope = { access: ['everyone'] }
const LIMIT = 10
const signal = new AbortController().signal

let made = 0
/** A partition nothing was written to yet. */
function newPartition(): IndexPartition {
  return { tenantId: `tenant-${made++}`, generation: 'generation' }
}

function entry(passageId: string, words: string, more: Partial<IndexEntry> = {}): IndexEntry {
  return {
    passageId,
    documentId: `document of ${passageId}`,
    versionId: `version of ${passageId}`,
    access: ['everyone'],
    collection: null,
    mediaType: 'text/plain',
    updatedAt: Date.UTC(2026, 0, 1),
    terms: words.split(' ').filter((word) => word !== ''),
    vector: Float32Array.of(1, 0, 0, 0),
    ...more,
  }
}

/** The index as the tests see it: where writes show late, each waits until it shows. */
function settling(index: SearchIndex): SearchIndex {
  const upsert: SearchIndex['upsert'] = async (partition, entries) => {
    await index.upsert(partition, entries)
    await index.settle?.(partition)
  }
  return { ...index, upsert }
}

/** What every search index must do, whoever made it. */
export function describeSearchIndexContract(name: string, open: () => Promise<SearchIndex>): void {
  describe(`search index contract: ${name}`, () => {
    let index: SearchIndex
    beforeAll(async () => {
      index = settling(await open())
    })
    afterAll(async () => index?.[Symbol.asyncDispose]())

    const lexical = async (partition: IndexPartition, words: string, scope = EVERYONE, limit = LIMIT) =>
      (await index.searchLexical(partition, words.split(' '), scope, limit, signal)).map((hit) => hit.passageId)
    const nearest = async (partition: IndexPartition, vector: number[], scope = EVERYONE, limit = LIMIT) =>
      (await index.searchVector(partition, Float32Array.from(vector), scope, limit, signal)).map((hit) => hit.passageId)

    const listed = (partition: IndexPartition, only?: readonly string[]) =>
      Array.fromAsync(index.listVersions(partition, signal, only))

    it('finds nothing in a partition that was never written to', async () => {
      const partition = newPartition()
      expect(await lexical(partition, 'deduct')).toEqual([])
      expect(await nearest(partition, [1, 0, 0, 0])).toEqual([])
      expect(await index.count(partition)).toBe(0)
      expect((await index.termStatistics(partition, ['deduct'])).frequencies.get('deduct')).toBe(0)
      await index.removeVersions(partition, ['none'])
      await index.optimize(partition)
    })

    it('finds passages right after they were written, the better match first', async () => {
      const partition = newPartition()
      await index.upsert(partition, [
        entry('a', 'health plan deduct cost'),
        entry('b', 'deduct deduct'),
        entry('c', 'cat'),
      ])
      expect(await lexical(partition, 'deduct')).toEqual(['b', 'a'])
      expect(await lexical(partition, 'plan cat nothing')).toHaveLength(2)
      expect(await index.count(partition)).toBe(3)
    })

    it('gives vectors back as they were written, of the passages that it holds', async () => {
      const partition = newPartition()
      expect(await index.readVectors(partition, ['a'], signal)).toEqual(new Map())
      const [first, second] = [Float32Array.of(0.6, 0.8, 0, 0), Float32Array.of(0.1, -0.7, Math.SQRT1_2, 0)]
      await index.upsert(partition, [
        entry('a', 'one', { vector: first }),
        entry("it's _b", 'two', { vector: second }),
        entry('c', 'three'),
      ])
      const read = await index.readVectors(partition, ['a', "it's _b", 'unknown'], signal)
      expect(read).toEqual(
        new Map([
          ['a', first],
          ["it's _b", second],
        ]),
      )
      expect(await index.readVectors(newPartition(), ['a'], signal)).toEqual(new Map())
      expect(await index.readVectors(partition, [], signal)).toEqual(new Map())
      const many = Array.from({ length: 1_200 }, (_, n) => entry(`many-${n}`, 'word', { vector: second }))
      await index.upsert(partition, many)
      const ids = many.map(({ passageId }) => passageId)
      expect((await index.readVectors(partition, ids, signal)).size).toBe(ids.length)
      await expect(index.readVectors(partition, ['a'], AbortSignal.abort())).rejects.toThrow()
    })

    it('scores by BM25: rare terms count more than frequent ones', async () => {
      const partition = newPartition()
      await index.upsert(partition, [
        entry('a', 'plan x'),
        entry('b', 'plan y'),
        entry('c', 'plan z'),
        entry('d', 'w z'),
      ])
      expect((await lexical(partition, 'plan y'))[0]).toBe('b')
    })

    it('finds terms as they are: digits, other scripts, one letter, former stop words', async () => {
      const partition = newPartition()
      await index.upsert(partition, [entry('a', '2018 日本 straße 7'), entry('b', 'the of Deduct')])
      for (const term of ['2018', '日本', 'straße', '7']) expect(await lexical(partition, term)).toEqual(['a'])
      expect(await lexical(partition, 'the')).toEqual(['b'])
      expect(await lexical(partition, 'deduct')).toEqual([])
    })

    it('returns nothing without terms and survives query syntax in terms', async () => {
      const partition = newPartition()
      await index.upsert(partition, [entry('a', 'plan')])
      expect(await index.searchLexical(partition, [], EVERYONE, LIMIT, signal)).toEqual([])
      for (const hostile of [
        '"',
        'AND',
        '+plan*',
        'plan~2',
        'terms:plan',
        '(',
        '\\',
        "'; DROP TABLE x; --",
        '\u0000',
      ]) {
        expect(await index.searchLexical(partition, [hostile], EVERYONE, LIMIT, signal)).toEqual([])
      }
      expect(await lexical(partition, `plan ${'word '.repeat(500).trim()}`)).toEqual(['a'])
    })

    it('orders by cosine, and finds nothing for a zero vector', async () => {
      const partition = newPartition()
      const near = Float32Array.of(0.8, 0.6, 0, 0)
      await index.upsert(partition, [
        entry('far', 'x', { vector: Float32Array.of(0, 0, 1, 0) }),
        entry('near', 'x', { vector: near }),
      ])
      const hits = await index.searchVector(partition, Float32Array.of(1, 0, 0, 0), EVERYONE, LIMIT, signal)
      expect(hits.map((hit) => hit.passageId)).toEqual(['near', 'far'])
      expect(hits[0]!.score).toBeCloseTo(0.8, 5)
      expect(hits[0]!.documentId).toBe('document of near')
      expect(await nearest(partition, [0, 0, 0, 0])).toEqual([])
    })

    it('finds in one round trip, where it has one, what the two searches find', async () => {
      if (index.searchBoth === undefined) return
      const partition = newPartition()
      const both = async (words: string, vector: number[], scope = EVERYONE, limit = LIMIT) => {
        const terms = words.split(' ').filter((word) => word !== '')
        const question = { text: words, terms, vector: Float32Array.from(vector) }
        const found = await index.searchBoth?.(partition, question, scope, limit, signal)
        const lexical = await index.searchLexical(partition, terms, scope, limit, signal)
        const near = await index.searchVector(partition, question.vector, scope, limit, signal)
        expect(found?.lexical.map(({ passageId, documentId }) => [passageId, documentId])).toEqual(
          lexical.map(({ passageId, documentId }) => [passageId, documentId]),
        )
        expect(found?.vector.map(({ passageId }) => passageId)).toEqual(near.map(({ passageId }) => passageId))
        for (const [n, { score }] of near.entries()) expect(found?.vector[n]?.score).toBeCloseTo(score, 5)
        for (const [n, { score }] of lexical.entries()) expect(found?.lexical[n]?.score).toBeCloseTo(score, 5)
        return [lexical.length, near.length]
      }
      expect(await both('plan', [1, 0, 0, 0])).toEqual([0, 0])
      const many = Array.from({ length: 60 }, (_, n) =>
        entry(`p${String(n).padStart(2, '0')}`, `${n % 3 === 0 ? 'plan ' : ''}${'cost '.repeat(1 + (n % 5))}word${n}`, {
          access: [n % 2 === 0 ? 'everyone' : 'user:1'],
          vector: Float32Array.of(Math.cos(n), Math.sin(n), 0, 0),
        }),
      )
      await index.upsert(partition, many)
      expect(await both('plan cost', [1, 0, 0, 0])).toEqual([10, 10])
      expect(await both('plan', [0, 1, 0, 0], { access: ['user:1'] }, 20)).toEqual([10, 20])
      expect(await both('word7 word8', [0, -1, 0, 0], EVERYONE, 100)).toEqual([1, 30])
      expect(await both('plan', [0, 0, 0, 0])).toEqual([10, 0])
      expect(await both('', [1, 0, 0, 0])).toEqual([0, 10])
      expect(await both('plan', [1, 0, 0, 0], { access: [] })).toEqual([0, 0])
      await expect(both('plan', [1, 0])).rejects.toMatchObject({ code: 'index-mismatch' })
    })

    it('shows only passages whose access list holds an entry of the scope', async () => {
      const partition = newPartition()
      await index.upsert(partition, [
        entry('open', 'plan', { access: ['everyone'] }),
        entry('mine', 'plan', { access: ['user:1', 'group:a'] }),
        entry('theirs', 'plan', { access: ['user:10'] }),
        entry('nobody', 'plan', { access: [] }),
      ])
      const scope = { access: ['everyone', 'user:1'] }
      expect((await lexical(partition, 'plan', scope)).sort()).toEqual(['mine', 'open'])
      expect((await nearest(partition, [1, 0, 0, 0], scope)).sort()).toEqual(['mine', 'open'])
      expect(await lexical(partition, 'plan', { access: ['group:a'] })).toEqual(['mine'])
      expect(await lexical(partition, 'plan', { access: ['group:unknown'] })).toEqual([])
      expect(await lexical(partition, 'plan', { access: [] })).toEqual([])
    })

    it('fills the asked number of hits from what is visible, however much better the hidden passages match', async () => {
      const partition = newPartition()
      const hidden = Array.from({ length: 200 }, (_, n) =>
        entry(`hidden ${n}`, 'plan plan plan', { access: ['user:2'] }),
      )
      const visible = Array.from({ length: 5 }, (_, n) =>
        entry(`visible ${n}`, 'plan and many other words here', { vector: Float32Array.of(0, 1, 0, 0) }),
      )
      await index.upsert(partition, [...hidden, ...visible])
      await index.optimize(partition)
      expect(await lexical(partition, 'plan')).toHaveLength(5)
      expect(await nearest(partition, [1, 0, 0, 0])).toHaveLength(5)
    })

    it('restricts to documents, collections, media types and times, all together', async () => {
      const partition = newPartition()
      const [january, june] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 5, 1)]
      await index.upsert(partition, [
        entry('a', 'plan', { documentId: 'A', collection: 'hr', mediaType: 'application/pdf', updatedAt: january }),
        entry('b', 'plan', { documentId: 'B', collection: 'it', mediaType: 'application/pdf', updatedAt: june }),
        entry('c', 'plan', { documentId: 'C', collection: null, mediaType: 'text/html', updatedAt: june }),
      ])
      const found = async (scope: Partial<SearchScope>) =>
        (await lexical(partition, 'plan', { ...EVERYONE, ...scope })).sort()
      expect(await found({ documentIds: ['A', 'C'] })).toEqual(['a', 'c'])
      expect(await found({ collections: ['hr', 'none'] })).toEqual(['a'])
      expect(await found({ mediaTypes: ['application/pdf'] })).toEqual(['a', 'b'])
      expect(await found({ updatedAfter: january })).toEqual(['b', 'c'])
      expect(await found({ updatedBefore: june })).toEqual(['a'])
      expect(await found({ mediaTypes: ['application/pdf'], updatedAfter: january })).toEqual(['b'])
      expect(await found({ documentIds: [] })).toEqual([])
      expect(await nearest(partition, [1, 0, 0, 0], { ...EVERYONE, collections: ['it'] })).toEqual(['b'])
    })

    it('takes hostile strings in a filter as plain values', async () => {
      const partition = newPartition()
      const names = [
        "o'brien",
        "x') OR ('1'='1",
        '"quoted"',
        'back\\slash',
        'new\nline',
        '%_',
        "''",
        'é日本',
        '-- comment',
      ]
      await index.upsert(
        partition,
        names.map((name, n) => entry(String(n), 'plan', { collection: name, access: [`user:${name}`] })),
      )
      for (const [n, name] of names.entries()) {
        expect(await lexical(partition, 'plan', { access: [`user:${name}`] })).toEqual([String(n)])
        expect(await lexical(partition, 'plan', { access: [`user:${name}`], collections: [name] })).toEqual([String(n)])
      }
      expect(await lexical(partition, 'plan', { access: ["nobody') OR ('1'='1"] })).toEqual([])
      await index.removeVersions(partition, ["x' OR '1'='1"])
      expect(await index.count(partition)).toBe(names.length)
    })

    it('replaces a passage that is written again, also twice in one call', async () => {
      const partition = newPartition()
      await index.upsert(partition, [entry('a', 'old'), entry('b', 'other')])
      await index.optimize(partition)
      await index.upsert(partition, [entry('a', 'older'), entry('a', 'new', { access: ['user:1'] })])
      expect(await index.count(partition)).toBe(2)
      expect(await lexical(partition, 'old older')).toEqual([])
      expect(await lexical(partition, 'new', { access: ['user:1'] })).toEqual(['a'])
      expect(await lexical(partition, 'new')).toEqual([])
    })

    it('removes the passages of a version and no others', async () => {
      const partition = newPartition()
      const entries = [
        ['a', '1'],
        ['b', '1'],
        ['c', '2'],
      ] as const
      await index.upsert(
        partition,
        entries.map(([id, versionId]) => entry(id, 'plan', { versionId })),
      )
      await index.removeVersions(partition, ['1', 'unknown'])
      await index.removeVersions(partition, [])
      expect(await lexical(partition, 'plan')).toEqual(['c'])
      expect(await nearest(partition, [1, 0, 0, 0])).toEqual(['c'])
      await index.removeVersions(partition, ['1'])
      expect(await index.count(partition)).toBe(1)
    })

    it('lists the versions it holds passages of with how many, each once, in order', async () => {
      const partition = newPartition()
      expect(await listed(partition)).toEqual([])
      // Written in an order that is not that of the ids, over several writes, one version in two of them.
      const ids = Array.from({ length: 23 }, (_, n) => `v${String((n * 7) % 23).padStart(2, '0')}`)
      for (const versionId of ids) {
        const of = { versionId, documentId: `document of ${versionId}` }
        await index.upsert(partition, [entry(`${versionId} a`, 'plan', of), entry(`${versionId} b`, 'plan', of)])
      }
      await index.upsert(partition, [entry('v05 c', 'plan', { versionId: 'v05', documentId: 'document of v05' })])
      const expected = ids.toSorted().map((versionId) => ({
        versionId,
        documentId: `document of ${versionId}`,
        passages: versionId === 'v05' ? 3 : 2,
      }))
      expect(await listed(partition)).toEqual(expected)
      await index.removeVersions(partition, ['v00', 'v22'])
      expect(await listed(partition)).toEqual(expected.slice(1, -1))
    })

    it('lists only those versions that are asked for', async () => {
      const partition = newPartition()
      const names = ['a', 'b', 'c', 'd', 'e', 'f', "g'"]
      await index.upsert(
        partition,
        names.map((versionId) => entry(`p ${versionId}`, 'plan', { versionId })),
      )
      const wanted = ["g'", 'a', 'c', 'd', 'f', 'unknown']
      expect((await listed(partition, wanted)).map(({ versionId }) => versionId)).toEqual(['a', 'c', 'd', 'f', "g'"])
      expect(await listed(partition, [])).toEqual([])
      expect(await listed(newPartition(), ['a'])).toEqual([])
    })

    it('stops a listing that is cancelled', async () => {
      const partition = newPartition()
      await index.upsert(partition, [entry('a', 'plan')])
      await expect(Array.fromAsync(index.listVersions(partition, AbortSignal.abort()))).rejects.toThrow()
    })

    it('answers as before after its storage was rewritten without what was removed', async () => {
      const partition = newPartition()
      await index.erase(partition)
      const many = Array.from({ length: 300 }, (_, n) => entry(`p${n}`, `plan word${n}`, { versionId: `v${n % 30}` }))
      await index.upsert(partition, many)
      await index.optimize(partition)
      await index.removeVersions(partition, ['v3'])
      for (let times = 0; times < 2; times++) {
        expect((await index.erase(partition)).getTime()).toBeLessThanOrEqual(Date.now() + 3_600_000)
        expect(await index.count(partition)).toBe(290)
        expect(await lexical(partition, 'plan', EVERYONE, 500)).toHaveLength(290)
        expect(await lexical(partition, 'word3 word4')).toEqual(['p4'])
        expect(await nearest(partition, [1, 0, 0, 0])).toHaveLength(LIMIT)
        const { passages, frequencies } = await index.termStatistics(partition, ['plan', 'word3'])
        expect([passages, ...frequencies.values()]).toEqual([290, 290, 0])
      }
      await index.upsert(partition, [entry('late', 'fresh')])
      expect(await lexical(partition, 'fresh')).toEqual(['late'])
    })

    it('gives the passages of documents another access list and collection, and leaves all others as they are', async () => {
      const partition = newPartition()
      const many = Array.from({ length: 60 }, (_, n) => entry(`p${n}`, `plan word${n}`, { documentId: `d${n % 3}` }))
      await index.upsert(partition, many)
      await index.optimize(partition)
      await index.setFilters(partition, ['d0', 'd1', 'unknown'], {
        access: ['user:1', "group:o'neil"],
        collection: "o'neil",
      })
      for (const access of [['user:1'], ["group:o'neil"], ['user:2', 'user:1']]) {
        expect(await lexical(partition, 'plan', { access }, 100)).toHaveLength(40)
        expect(await nearest(partition, [1, 0, 0, 0], { access }, 100)).toHaveLength(40)
      }
      expect(await lexical(partition, 'plan', EVERYONE, 100)).toHaveLength(20)
      expect(await lexical(partition, 'plan', { access: ['user:1'], collections: ["o'neil"] }, 100)).toHaveLength(40)
      expect(await lexical(partition, 'plan', { ...EVERYONE, collections: ["o'neil"] }, 100)).toEqual([])
      expect(await lexical(partition, 'word3 word5')).toEqual(['p5'])
      expect(await index.count(partition)).toBe(60)
      expect(await index.termStatistics(partition, ['plan'])).toEqual({
        passages: 60,
        frequencies: new Map([['plan', 60]]),
      })
      await index.setFilters(partition, ['d0'], { access: ['everyone'], collection: null })
      await index.setFilters(partition, ['d0'], { access: ['everyone'], collection: null })
      await index.optimize(partition)
      expect(await lexical(partition, 'plan', EVERYONE, 100)).toHaveLength(40)
      expect(await lexical(partition, 'plan', { access: ['user:1'], collections: ["o'neil"] }, 100)).toHaveLength(20)
    })

    it('shows passages to nobody when their access list becomes empty, and to some again afterwards', async () => {
      const partition = newPartition()
      await index.setFilters(partition, ['document of a'], { access: ['everyone'], collection: null })
      await index.upsert(partition, [entry('a', 'plan')])
      await index.setFilters(partition, [], { access: ['user:1'], collection: null })
      expect(await lexical(partition, 'plan')).toEqual(['a'])
      await index.setFilters(partition, ['document of a'], { access: [], collection: null })
      expect(await lexical(partition, 'plan', { access: ['everyone', 'user:1', ''] })).toEqual([])
      await index.setFilters(partition, ['document of a'], { access: ['user:1'], collection: null })
      expect(await lexical(partition, 'plan', { access: ['user:1'] })).toEqual(['a'])
    })

    it('forgets a partition that is removed, and starts anew when it is written to again', async () => {
      const [partition, other] = [newPartition(), newPartition()]
      await index.removePartition(partition)
      await index.upsert(partition, [entry('a', 'plan'), entry('a2', 'plan')])
      await index.upsert(other, [entry('b', 'plan')])
      expect((await index.termStatistics(partition, ['plan'])).passages).toBe(2)
      await index.removePartition(partition)
      expect(await lexical(partition, 'plan')).toEqual([])
      expect(await index.count(partition)).toBe(0)
      expect(await lexical(other, 'plan')).toEqual(['b'])
      await index.upsert(partition, [entry('c', 'plan')])
      expect(await lexical(partition, 'plan')).toEqual(['c'])
      expect((await index.termStatistics(partition, ['plan'])).passages).toBe(1)
    })

    it('keeps tenants and generations apart', async () => {
      const mine: IndexPartition = { tenantId: 'acme', generation: 'one' }
      const others: IndexPartition[] = [
        { tenantId: 'acme', generation: 'two' },
        { tenantId: 'Acme', generation: 'one' },
        { tenantId: 'acme/../acme one', generation: '' },
      ]
      await index.upsert(mine, [entry('a', 'plan')])
      for (const other of others) await index.upsert(other, [entry('b', 'plan')])
      expect(await lexical(mine, 'plan')).toEqual(['a'])
      for (const other of others) expect(await lexical(other, 'plan')).toEqual(['b'])
    })

    it('finds passages written before and after an optimisation alike', async () => {
      const partition = newPartition()
      const many = Array.from({ length: 300 }, (_, n) => entry(`p${n}`, `plan word${n}`))
      await index.upsert(partition, many)
      await index.optimize(partition)
      await index.upsert(partition, [entry('late', 'plan fresh', { vector: Float32Array.of(0, 1, 0, 0) })])
      expect(await lexical(partition, 'word7')).toEqual(['p7'])
      expect(await lexical(partition, 'fresh')).toEqual(['late'])
      expect((await nearest(partition, [0, 1, 0, 0]))[0]).toBe('late')
      await index.optimize(partition)
      expect(await index.count(partition)).toBe(301)
    })

    it('counts in how many passages a term occurs, through writes, replacements and removals', async () => {
      const partition = newPartition()
      const ask = async () => {
        const { passages, frequencies } = await index.termStatistics(partition, ['plan', 'cat', 'none'])
        return [passages, ...frequencies.values()]
      }
      await index.upsert(partition, [entry('a', 'plan plan cat'), entry('b', 'plan')])
      expect(await ask()).toEqual([2, 2, 1, 0])
      await index.upsert(partition, [entry('c', 'cat'), entry('d', '')])
      expect(await ask()).toEqual([4, 2, 2, 0])
      await index.upsert(partition, [entry('a', 'dog')])
      expect(await ask()).toEqual([4, 1, 1, 0])
      await index.removeVersions(partition, ['version of c'])
      expect(await ask()).toEqual([3, 1, 0, 0])
      await index.optimize(partition)
      expect(await ask()).toEqual([3, 1, 0, 0])
    })

    it('lists similar terms, nearest and most frequent first, if it can list terms at all', async () => {
      if (index.similarTerms === undefined) return
      const partition = newPartition()
      const ask = async (term: string, edits: 1 | 2) =>
        (await index.similarTerms?.(partition, [{ term, edits }]))?.get(term)
      expect(await ask('benifit', 1)).toEqual([])
      await index.upsert(partition, [
        entry('a', 'benefit deduct'),
        entry('b', 'benefit benefi'),
        entry('c', 'benedict venefit'),
        entry('d', 'beneffit'),
      ])
      expect(await ask('benefti', 1)).toEqual(['benefit', 'benefi'])
      expect(await ask('benifit', 1)).toEqual(['benefit'])
      expect(await ask('benefitt', 2)).toEqual(['benefit', 'benedict', 'beneffit', 'benefi'])
      expect(await ask('benefit', 1)).toEqual(['beneffit', 'benefi'])
      await index.removeVersions(partition, ['version of d'])
      expect(await ask('benefit', 1)).toEqual(['benefi'])
      const others = { ...partition, tenantId: 'another tenant' }
      expect((await index.similarTerms(others, [{ term: 'benifit', edits: 2 }])).get('benifit')).toEqual([])
    })

    it('refuses a vector of another size than the indexed ones', async () => {
      const partition = newPartition()
      await index.upsert(partition, [entry('a', 'plan')])
      const mismatch = { code: 'index-mismatch' }
      await expect(nearest(partition, [1, 0])).rejects.toMatchObject(mismatch)
      const other = entry('b', 'plan', { vector: Float32Array.of(1, 0) })
      await expect(index.upsert(partition, [other])).rejects.toMatchObject(mismatch)
      expect(await lexical(partition, 'plan')).toEqual(['a'])
    })

    it('stops a search that is cancelled', async () => {
      const partition = newPartition()
      await index.upsert(partition, [entry('a', 'plan')])
      const cancelled = AbortSignal.abort()
      await expect(index.searchLexical(partition, ['plan'], EVERYONE, LIMIT, cancelled)).rejects.toThrow()
      await expect(
        index.searchVector(partition, Float32Array.of(1, 0, 0, 0), EVERYONE, LIMIT, cancelled),
      ).rejects.toThrow()
    })

    it('loses nothing when many writes arrive at once', async () => {
      const partition = newPartition()
      await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          await index.upsert(partition, [entry(`a${n}`, 'plan'), entry(`b${n}`, 'plan', { versionId: `v${n}` })])
          if (n % 2 === 0) await index.removeVersions(partition, [`v${n}`])
        }),
      )
      expect(await index.count(partition)).toBe(30)
      expect(await lexical(partition, 'plan', EVERYONE, 100)).toHaveLength(30)
    })

    it('answers while it is written to, reorganised and asked by many', async () => {
      const partition = newPartition()
      await index.upsert(partition, [entry('first', 'plan')])
      const write = async (n: number) => {
        await index.upsert(partition, [entry(`a${n}`, 'plan'), entry(`b${n}`, 'plan')])
        await index.optimize(partition)
      }
      const ask = async () => {
        const found = await Promise.all([lexical(partition, 'plan'), nearest(partition, [1, 0, 0, 0])])
        expect(found.every((hits) => hits.length > 0)).toBe(true)
        expect((await index.termStatistics(partition, ['plan'])).frequencies.get('plan')).toBeGreaterThan(0)
        expect(await index.count(partition)).toBeGreaterThan(0)
      }
      const turns = Array.from({ length: 60 }, (_, n) => (n % 3 === 0 ? write(n) : ask()))
      await Promise.all(turns)
      expect((await index.termStatistics(partition, ['plan'])).frequencies.get('plan')).toBe(41)
    })

    it('returns the same order for equal scores every time', async () => {
      const partition = newPartition()
      await index.upsert(
        partition,
        ['c', 'a', 'd', 'b'].map((id) => entry(id, 'plan')),
      )
      expect(await lexical(partition, 'plan')).toEqual(['a', 'b', 'c', 'd'])
      expect(await nearest(partition, [1, 0, 0, 0])).toEqual(['a', 'b', 'c', 'd'])
    })
  })
}

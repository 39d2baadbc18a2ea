import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openLanceDbIndex } from './lancedb.ts'
import { workApart } from './lancedb-table-work.ts'
import { describeSearchIndexContract } from './search-index.contract.ts'
import type { IndexEntry, SearchIndex, SearchScope } from './search-index.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lancedb-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

describeSearchIndexContract('LanceDB', () => openLanceDbIndex({ uri: join(folder, 'contract'), versionsPerPage: 3 }))
describeSearchIndexContract('LanceDB with a vector index', () =>
  openLanceDbIndex({ uri: join(folder, 'contract-indexed'), mostNumbersComparedFlat: 0, keepVersionsForInMs: 0 }),
)
describeSearchIndexContract('LanceDB that is folded in a process of its own', () =>
  openLanceDbIndex({ uri: join(folder, 'contract-apart'), rowsFoldedApart: 0, keepVersionsForInMs: 0 }),
)

const partition = { tenantId: 'acme', generation: 'one' }
const scope = { access: ['everyone'] }
const signal = new AbortController().signal

describe('LanceDB', () => {
  it('shows another process within a second what was written', async () => {
    await using writer = await openLanceDbIndex({ uri: join(folder, 'shared') })
    await using reader = await openLanceDbIndex({ uri: join(folder, 'shared') })
    const found = async () => (await reader.searchLexical(partition, ['plan'], scope, 10, signal)).length
    const counted = async () => (await reader.termStatistics(partition, ['plan'])).frequencies.get('plan')
    expect(await found()).toBe(0)
    await writer.upsert(partition, entries(0, 3))
    await vi.waitFor(async () => expect([await found(), await counted()]).toEqual([3, 3]), { timeout: 1_000 })
    await writer.upsert(partition, entries(3, 2))
    await writer.removeVersions(partition, ['version 0'])
    await vi.waitFor(async () => expect([await found(), await counted()]).toEqual([4, 4]), { timeout: 1_000 })
  })

  it('takes writes of two processes at once', async () => {
    await using first = await openLanceDbIndex({ uri: join(folder, 'two-writers') })
    await using second = await openLanceDbIndex({ uri: join(folder, 'two-writers') })
    const write = async (index: SearchIndex, from: number) => {
      for (let n = 0; n < 5; n++) await index.upsert(partition, entries(from + n * 20, 20))
      await index.optimize(partition)
    }
    await Promise.all([write(first, 0), write(second, 1_000)])
    await using fresh = await openLanceDbIndex({ uri: join(folder, 'two-writers') })
    expect(await fresh.count(partition)).toBe(200)
  })

  it('finds everything again after it was closed and opened', async () => {
    const uri = join(folder, 'reopened')
    {
      await using index = await openLanceDbIndex({ uri })
      await index.upsert(partition, entries(0, 120))
      await index.optimize(partition)
      await index.upsert(partition, entries(120, 3))
    }
    await using index = await openLanceDbIndex({ uri })
    expect(await index.searchLexical(partition, ['plan'], scope, 500, signal)).toHaveLength(123)
    expect((await index.termStatistics(partition, ['plan'])).passages).toBe(123)
  })

  it('knows about how frequent terms are at once in a large partition, and exactly soon after', async () => {
    const uri = join(folder, 'statistics')
    {
      await using index = await openLanceDbIndex({ uri })
      await index.upsert(partition, entries(0, 8_000))
    }
    await using index = await openLanceDbIndex({ uri })
    const read = async () => {
      const { passages, frequencies } = await index.termStatistics(partition, ['plan', 'word7999'])
      return [passages, frequencies.get('plan'), frequencies.get('word7999')]
    }
    expect((await read()).slice(0, 2)).toEqual([8_000, 8_000])
    await vi.waitFor(async () => expect(await read()).toEqual([8_000, 8_000, 1]), { timeout: 10_000 })
  })

  it('keeps no old versions beyond the stated time', async () => {
    const uri = join(folder, 'versions')
    await using index = await openLanceDbIndex({ uri, keepVersionsForInMs: 0 })
    for (let n = 0; n < 8; n++) await index.upsert(partition, entries(n * 20, 20))
    await index.optimize(partition)
    const files = await readdir(uri, { recursive: true })
    expect(files.filter((file) => file.endsWith('.manifest')).length).toBeLessThan(5)
    expect(await index.count(partition)).toBe(160)
  })

  it('puts what was written in many small commits into few files', async () => {
    const uri = join(folder, 'scattered')
    await using index = await openLanceDbIndex({ uri, readConsistencyIntervalInMs: 0 })
    await index.upsert(partition, entries(0, 1_000))
    await index.optimize(partition)
    for (let n = 1_000; n < 1_040; n++) {
      const only = { documentId: `document ${n}`, terms: ['plan', `only${n}`] }
      await index.upsert(
        partition,
        entries(n, 1).map((entry) => Object.assign(entry, only)),
      )
      await index.optimize(partition)
    }
    const connection = await connect(uri)
    const [name] = await connection.tableNames()
    const { numRows, fragmentStats } = await (await connection.openTable(name ?? '')).stats()
    expect([numRows, fragmentStats.numFragments]).toEqual([1_040, 1 + 2 + 8])
    expect(await index.searchLexical(partition, ['only1031'], scope, 10, signal)).toHaveLength(1)
    expect(await index.count(partition)).toBe(1_040)
    const { passages, frequencies } = await index.termStatistics(partition, ['plan', 'only1031'])
    expect([passages, frequencies.get('plan'), frequencies.get('only1031')]).toEqual([1_040, 1_040, 1])
  })

  it('says why a table could not be worked on in a process of its own', async () => {
    const rules = { mostNumbersComparedFlat: 0, keepVersionsForInMs: 0 }
    const work = {
      kind: 'fold',
      uri: join(folder, 'nothing-here'),
      storageOptions: {},
      table: 'missing',
      rules,
    } as const
    await expect(workApart(work)).rejects.toThrow('missing')
  })

  it.each([
    ['here', 20_000],
    ['in a process of its own', 0],
  ])(
    'leaves nothing of what was removed in any file once its storage is rewritten %s',
    async (_where, rowsFoldedApart) => {
      const uri = join(folder, `erased-${rowsFoldedApart}`)
      await using index = await openLanceDbIndex({ uri, keepVersionsForInMs: 0, rowsFoldedApart })
      await index.upsert(partition, entries(0, 500))
      const secret = entries(500, 1).map((entry) => Object.assign(entry, { terms: ['zebrastripe', 'plan'] }))
      await index.upsert(partition, secret)
      await index.optimize(partition)
      await index.removeVersions(partition, ['version 500'])
      const held = async () => {
        const connection = await connect(uri)
        const [name] = await connection.tableNames()
        const { numRows, fragmentStats } = await (await connection.openTable(name ?? '')).stats()
        return [numRows, fragmentStats.numFragments, fragmentStats.lengths.max]
      }
      expect(await held()).toEqual([500, 1, 501])
      await index.erase(partition)
      await index.erase(partition)
      expect(await held()).toEqual([500, 1, 500])
      const files = (await readdir(uri, { recursive: true })).filter((file) => file.endsWith('.lance'))
      const data = files.filter((file) => file.includes('/data/'))
      expect(data).toHaveLength(1)
      for (const file of files) {
        const bytes = await readFile(join(uri, file)).catch(() => Buffer.alloc(0))
        expect(bytes.includes('zebrastripe'), file).toBe(false)
      }
    },
  )

  it('finds all exact neighbours through its vector index, also those that were added later', async () => {
    const rows = scatteredEntries(3_000)
    await using indexed = await openLanceDbIndex({ uri: join(folder, 'whole'), mostNumbersComparedFlat: 0 })
    await indexed.upsert(partition, rows.slice(0, 2_000))
    await indexed.optimize(partition)
    await indexed.upsert(partition, rows.slice(2_000))
    expect(await shareFound(indexed, rows, rows, scope)).toBe(1)
    await indexed.optimize(partition)
    expect(await shareFound(indexed, rows, rows, scope)).toBe(1)
  })

  it('finds nearly all exact neighbours in part of a large vector index, and all of the few that a filter leaves', async () => {
    const rows = scatteredEntries(20_000)
    const large = { mostNumbersComparedFlat: 0, mostNumbersReadWhole: 0 }
    await using indexed = await openLanceDbIndex({ uri: join(folder, 'part'), ...large })
    await indexed.upsert(partition, rows)
    await indexed.optimize(partition)
    expect(await shareFound(indexed, rows, rows, scope)).toBeGreaterThan(0.95)
    expect(await shareFound(indexed, rows, rows.slice(-1), { ...scope, documentIds: ['last'] })).toBe(1)
  })
})

/** Share of those rows nearest to some others, compared one by one, that the index finds. */
async function shareFound(
  index: SearchIndex,
  others: readonly IndexEntry[],
  rows: readonly IndexEntry[],
  within: SearchScope,
): Promise<number> {
  let found = 0
  const wanted = Math.min(50, rows.length)
  const asked = others.slice(0, 20)
  for (const { vector } of asked) {
    const cosine = (row: IndexEntry) => row.vector.reduce((sum, value, i) => sum + value * (vector[i] ?? 0), 0)
    const least = rows.map(cosine).toSorted((a, b) => b - a)[wanted - 1] ?? 1
    const hits = await index.searchVector(partition, vector, within, wanted, signal)
    found += hits.filter((hit) => hit.score > least - 1e-6).length
  }
  return found / (asked.length * wanted)
}

function entries(from: number, count: number): IndexEntry[] {
  return Array.from({ length: count }, (_, n) => ({
    passageId: `passage ${from + n}`,
    documentId: 'document',
    versionId: `version ${from + n}`,
    access: ['everyone'],
    collection: null,
    mediaType: 'text/plain',
    updatedAt: 0,
    terms: ['plan', `word${n}`],
    vector: Float32Array.of(1, 0, 0, 0),
  }))
}

/** Entries whose vectors lie in loose groups, as those of texts do; the same on every run. */
function scatteredEntries(count: number): IndexEntry[] {
  return entries(0, count).map((entry, n) =>
    Object.assign(entry, { documentId: n === count - 1 ? 'last' : 'document', vector: scatteredVector(n) }),
  )
}

function scatteredVector(n: number): Float32Array {
  const values = Array.from({ length: 16 }, (_, i) => Math.sin((n % 40) * 7.3 + i * 1.7) + Math.sin(n * 3.1 + i * i))
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}

import { createNoopMeter } from '@opentelemetry/api'
import { like } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import type { IndexPartition, SearchIndex } from '../platform/search-index/search-index.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { createRetrieval } from './retrieval.ts'
import { afterSelfTest, createSelfTest } from './self-test.ts'

let library: TestLibrary
beforeAll(async () => {
  library = await openTestLibrary()
})
afterAll(() => library[Symbol.asyncDispose]())

/** A self-test on the real parts with a fault in one of them, what it logs, and a search behind it. */
function selfTestWith(fault: (index: SearchIndex) => Partial<SearchIndex> = () => ({})) {
  const log: string[] = []
  const partitions: IndexPartition[] = []
  const real = library.index
  const index: SearchIndex = {
    ...real,
    upsert: (partition, entries) => {
      partitions.push(partition)
      return real.upsert(partition, entries)
    },
    ...fault(real),
  }
  const logger = pino({ base: null }, { write: (line) => void log.push(line) })
  const selfTest = createSelfTest({ ...library, index, logger, meter: createNoopMeter() })
  const generationOf = async () => library.generation
  const guarded = afterSelfTest(createRetrieval({ ...library, wordVectors: library.embedder, generationOf }), selfTest)
  const search = () => guarded.search({ query: 'selftest', top_k: 5 }, contextFor({ tenant_id: 'tenant' }))
  return { selfTest, log, partitions, search }
}

async function traces(partitions: readonly IndexPartition[] = []): Promise<number> {
  const counts = await Promise.all([
    ...[documents, documentVersions, passages].map((table) =>
      library.database.system.$count(table, like(table.tenantId, 'self-test-%')),
    ),
    ...partitions.map((partition) => library.index.count(partition)),
  ])
  return counts.reduce((sum, count) => sum + count, 0)
}

const UNAVAILABLE = { code: 'service-unavailable' }
const OWNER = { access: ['user:owner'] }

describe('the self-test of access lists', () => {
  it('passes where they hold, once, and leaves nothing behind', async () => {
    const { selfTest, search, partitions, log } = selfTestWith()
    expect((await Promise.all([search(), search()]))[0]?.passages).toEqual([])
    await selfTest.passed()
    expect(partitions).toHaveLength(1)
    expect(await traces(partitions)).toBe(0)
    expect(log.join()).toContain('the self-test has passed')
  })

  it('waits for an index that shows later what was written', async () => {
    const late = (real: SearchIndex): Partial<SearchIndex> => {
      const writes: (() => Promise<void>)[] = []
      return {
        upsert: async (partition, entries) => void writes.push(() => real.upsert(partition, entries)),
        settle: async () => {
          for (const write of writes.splice(0)) await write()
        },
      }
    }
    await selfTestWith(late).selfTest.passed()
  })

  it.each<[string, (index: SearchIndex) => Partial<SearchIndex>]>([
    [
      'a search by words that forgets who asks',
      (index) => ({ searchLexical: (p, terms, _scope, ...more) => index.searchLexical(p, terms, OWNER, ...more) }),
    ],
    [
      'a search by meaning that forgets who asks',
      (index) => ({ searchVector: (p, vector, _scope, ...more) => index.searchVector(p, vector, OWNER, ...more) }),
    ],
    ['a search that finds nothing', () => ({ searchLexical: async () => [] })],
    [
      'a registry that lets everyone in',
      (index) => ({
        upsert: async (...given) => {
          await library.database.system
            .update(documents)
            .set({ access: ['everyone'] })
            .where(like(documents.tenantId, 'self-test-%'))
          await index.upsert(...given)
        },
      }),
    ],
  ])('lets nobody search in front of %s, ever', async (_fault, fault) => {
    const { selfTest, search, log } = selfTestWith(fault)
    for (const _ of [1, 2]) await expect(search()).rejects.toMatchObject(UNAVAILABLE)
    await expect(selfTest.passed()).rejects.toMatchObject(UNAVAILABLE)
    expect(log).toHaveLength(1)
    expect(log[0]).toContain('Access lists do not hold here')
    expect(await traces()).toBe(0)
  })

  it('is run again when a part was not available, and lets nobody search before', async () => {
    let broken = true
    const { search, log } = selfTestWith((index) => ({
      upsert: async (...given) => {
        if (broken) throw new Error('the disk is away')
        await index.upsert(...given)
      },
    }))
    await expect(search()).rejects.toMatchObject(UNAVAILABLE)
    broken = false
    await search()
    expect(log.join()).toContain('could not be run')
    expect(await traces()).toBe(0)
  })

  it('leaves nothing behind when the process stops in the middle', async () => {
    const { selfTest, partitions } = selfTestWith()
    selfTest.start()
    await selfTest[Symbol.asyncDispose]()
    expect(await traces(partitions)).toBe(0)
  })
})

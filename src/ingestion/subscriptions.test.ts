import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import type { ProcessVersionDependencies } from './process-version.ts'
import { getDocument } from './read-documents.ts'
import { subscribeIngestion } from './subscriptions.ts'

let library: TestLibrary
let tenantId: string
let ada: CallContext
beforeEach(async () => {
  library = await openTestLibrary()
  tenantId = await library.database.newTenant()
  ada = contextFor({ tenant_id: tenantId, object_id: 'ada', roles: ['Contributor'] }, { clock: library.clock })
})
afterEach(() => library[Symbol.asyncDispose]())

const stateOf = async (documentId: string) => (await getDocument(library.database, documentId, ada)).state

describe('the ingestion worker', () => {
  it('gives a document up after five deliveries, says at which stage, and reads it when it is replayed', async () => {
    let isBroken = true
    const embedder: ProcessVersionDependencies['embedder'] = {
      ...library.embedder,
      embedPassages: (...given) =>
        isBroken ? Promise.reject(new Error('no such model')) : library.embedder.embedPassages(...given),
    }
    using _worker = await subscribeIngestion({ ...library, embedder })
    const { documentId } = await library.add({ text: 'The guard has the key.' }, ada)
    await expect.poll(() => stateOf(documentId), { timeout: 20_000 }).toBe('failed')
    const given = { tenantId, limit: 10 }
    await expect.poll(async () => (await library.bus.deadLetters(given)).letters.length, { timeout: 10_000 }).toBe(1)
    const { letters } = await library.bus.deadLetters(given)
    expect(letters).toMatchObject([{ reason: 'no such model', stage: 'embedding', attempts: 5 }])
    isBroken = false
    expect(await library.bus.replayDeadLetters({ tenantId })).toBe(1)
    await expect.poll(() => stateOf(documentId), { timeout: 20_000 }).toBe('ready')
    expect(await getDocument(library.database, documentId, ada)).toMatchObject({
      attempt: 1,
      reason: null,
      detail: null,
    })
  })

  it('works with all its slots when many documents arrive', async () => {
    let running = 0
    const all = Promise.withResolvers<void>()
    const parser: ProcessVersionDependencies['parser'] = {
      ...library.parser,
      parse: async (...given) => {
        if (++running === 4) all.resolve()
        await all.promise
        return library.parser.parse(...given)
      },
    }
    using _worker = await subscribeIngestion({ ...library, parser, concurrency: 4 })
    const added = await Promise.all(
      Array.from({ length: 8 }, (_, n) => library.add({ text: `The guard has key ${n}.`, fileName: `${n}.txt` }, ada)),
    )
    // No slot goes on before all four are at work.
    await all.promise
    for (const { documentId } of added) await expect.poll(() => stateOf(documentId), { timeout: 20_000 }).toBe('ready')
  })

  it('leaves what it reads to the next worker when it stops, without holding it against the document', async () => {
    const begun = Promise.withResolvers<void>()
    const parser: ProcessVersionDependencies['parser'] = {
      ...library.parser,
      parse: (_request, signal) => {
        begun.resolve()
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
      },
    }
    const worker = await subscribeIngestion({ ...library, parser })
    const { documentId } = await library.add({ text: 'The guard has the key.' }, ada)
    await begun.promise
    worker[Symbol.dispose]()
    // It waits in the queue before it is read as well: what it says tells the two apart.
    const told = async () => (await getDocument(library.database, documentId, ada)).detail
    await expect.poll(told).toBe('Reading it was interrupted; it is tried again.')
    expect(await stateOf(documentId)).toBe('queued')
  })
})

import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { type AddedFile, openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { cancelVersion } from './cancel-version.ts'
import { createParserPool } from './parser-pool.ts'
import { type ProcessVersionDependencies, processVersion } from './process-version.ts'
import { requeueVersion } from './requeue-version.ts'
import { findVersion } from './version-progress.ts'

const TEXT = `# Seals\n\n${'The seal of the guard is kept in a safe place. '.repeat(20)}`

let library: TestLibrary
let tenantId: string
let ada: CallContext
let added = 0
beforeAll(async () => {
  library = await openTestLibrary()
  tenantId = await library.database.newTenant()
  ada = contextFor({ tenant_id: tenantId, object_id: 'ada', roles: ['Contributor'] }, { clock: library.clock })
})
afterAll(() => library[Symbol.asyncDispose]())

const add = () => library.add({ text: `${TEXT} ${++added}`, fileName: `seal-${added}.md` }, ada)
const keyOf = ({ versionId }: AddedFile) => ({ tenantId, versionId })
const process = (file: AddedFile, changes: Partial<ProcessVersionDependencies> = {}, job = 'job') => {
  const delivery = { id: job, attempt: 1, signal: new AbortController().signal }
  return processVersion({ ...library, ...changes }, keyOf(file), delivery)
}
const cancel = (file: AddedFile) =>
  library.database.forTenant(tenantId).transaction((tx) => cancelVersion(tx, keyOf(file), library.clock))
const requeue = (file: AddedFile) =>
  library.database.forTenant(tenantId).transaction((tx) => requeueVersion({ ...library, tx }, keyOf(file)))
const versionOf = async (file: AddedFile) => (await findVersion(library.database, keyOf(file)))!.version

async function expectNothingLeft(file: AddedFile): Promise<void> {
  expect(await versionOf(file)).toMatchObject({ state: 'failed', reason: 'cancelled', job: null, heldUntil: null })
  expect(await library.registered(tenantId, file.documentId)).toEqual([])
  expect(await library.indexed(tenantId, file.documentId)).toEqual([])
}

describe('a version that is cancelled', () => {
  it('while it waits is not read when its job comes', async () => {
    const file = await add()
    expect(await cancel(file)).toBe(true)
    await process(file)
    await expectNothingLeft(file)
  })

  it('while it is parsed stops at once, and the process that reads it is killed', async () => {
    await using pool = createParserPool({
      slots: 1,
      entry: join(import.meta.dirname, '../testing/misbehaving-parser.ts'),
    })
    const file = await library.add({ text: `${TEXT} ${++added}`, fileName: 'hang' }, ada)
    const events = new EventEmitter()
    const parser: ProcessVersionDependencies['parser'] = {
      ...pool,
      parse: (...given) => {
        events.emit('begun')
        return pool.parse(...given)
      },
    }
    const begun = once(events, 'begun')
    const done = process(file, { parser, lookIntervalInMs: 5 })
    await begun
    await cancel(file)
    await done
    await expectNothingLeft(file)
  })

  it('between two batches leaves no passage behind', async () => {
    const file = await add()
    const index = {
      ...library.index,
      upsert: async (...given: Parameters<typeof library.index.upsert>) => {
        await library.index.upsert(...given)
        await cancel(file)
      },
    }
    await process(file, { index })
    await expectNothingLeft(file)
  })

  it('can be tried again, by a job of its own and with nothing left of the first try', async () => {
    const file = await add()
    await cancel(file)
    const before = await library.bus.depth('ingest-version', tenantId)
    expect(await requeue(file)).toBe(true)
    expect(await library.bus.depth('ingest-version', tenantId)).toBe(before + 1)
    expect(await versionOf(file)).toMatchObject({ state: 'queued', reason: null, detail: null, attempt: 0 })
    await process(file, {}, 'another job')
    expect(await versionOf(file)).toMatchObject({ state: 'ready' })
  })

  it('and requeued while its first worker is still at it belongs to the new job alone', async () => {
    const file = await add()
    const begun = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const index = {
      ...library.index,
      upsert: async (...given: Parameters<typeof library.index.upsert>) => {
        begun.resolve()
        await goOn.promise
        await library.index.upsert(...given)
      },
    }
    const first = process(file, { index }, 'first')
    await begun.promise
    await cancel(file)
    await requeue(file)
    await process(file, {}, 'second')
    goOn.resolve()
    await first
    const { state, job, passages } = await versionOf(file)
    expect({ state, job }).toEqual({ state: 'ready', job: 'second' })
    expect(await library.indexed(tenantId, file.documentId)).toHaveLength(passages!)
  })
})

describe('a version that has ended', () => {
  it('is not cancelled, and only tried again when it has no text', async () => {
    const file = await add()
    expect(await requeue(file)).toBe(false)
    await process(file)
    expect(await cancel(file)).toBe(false)
    expect(await requeue(file)).toBe(false)
    expect(await versionOf(file)).toMatchObject({ state: 'ready' })
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type IndexProcess, loadInto, openIndexProcess } from '../../testing/open-index-process.ts'
import { startPostgresServer } from '../../testing/postgres-server.ts'
import { fillGeneration } from './fill-generation.ts'
import { recordGaps } from './record-gaps.ts'

const DOCUMENTS = 30
const FLIPS = 12
const SEARCHERS = 3
/** An index that a process had open before shows it what others wrote within this time. */
const SEEN_WITHIN_IN_MS = 1_000

describe('generations of two processes on one PostgreSQL', () => {
  const opened: AsyncDisposable[] = []
  let folder: string
  let one: IndexProcess
  let other: IndexProcess
  let second: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-processes-'))
    const server = await startPostgresServer()
    opened.push(server)
    one = await openIndexProcess(folder, 'one', server.url)
    opened.push(one)
    other = await openIndexProcess(folder, 'other', server.url)
    opened.push(other)
    await loadInto(one, 0, DOCUMENTS)
    expect(await other.search(1)).toEqual({ generation: one.first, isMixed: false, isFound: true })
  }, 120_000)
  afterAll(async () => {
    for (const part of opened.toReversed()) await part[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  it('are begun once, however many begin one at the same time', async () => {
    const begun = await Promise.allSettled([one.rebuild(), other.rebuild(), one.rebuild(), other.rebuild()])
    const [id, ...more] = begun.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(more).toEqual([])
    for (const each of begun)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'not-allowed-now' })
    second = id ?? ''
    expect(await other.states()).toEqual({ [second]: 'building', [one.first]: 'active' })
  })

  it('are filled by two processes at once without a loss', async () => {
    const fill = ({ dependencies, partition, context }: IndexProcess) =>
      fillGeneration(dependencies, partition(second), context.signal)
    expect(await Promise.all([fill(one), fill(other)])).toEqual(['complete', 'complete'])
    expect(await one.states()).toEqual({ [second]: 'ready', [one.first]: 'active' })
    expect(await one.search(1)).toMatchObject({ generation: one.first })
  })

  it('are searched by the other process from the search after the switch on', async () => {
    await one.activate(second)
    expect(await other.search(2)).toEqual({ generation: second, isMixed: false, isFound: true })
    await other.activate(one.first)
    expect(await one.search(3)).toEqual({ generation: one.first, isMixed: false, isFound: true })
  })

  it('give no empty, mixed or outdated answer, however often another process switches', {
    timeout: 120_000,
  }, async () => {
    const stop = new AbortController()
    const wrong: object[] = []
    let [searches, active, isSwitching] = [0, one.first, false]
    const search = async (start: number) => {
      for (let n = start; !stop.signal.aborted; n++) {
        const before = isSwitching ? null : active
        const found = await other.search(n % DOCUMENTS)
        // Neither before nor during the search somebody switched: then there is one right generation only.
        const isOutdated = before === active && !isSwitching && found.generation !== active
        if (found.isMixed || !found.isFound || isOutdated) wrong.push({ ...found, n, active })
        searches += 1
      }
    }
    const searching = Array.from({ length: SEARCHERS }, (_, n) => search(n * 11))
    for (let flip = 1; flip <= FLIPS; flip++) {
      const next = flip % 2 === 1 ? second : one.first
      isSwitching = true
      await one.activate(next)
      ;[active, isSwitching] = [next, false]
      expect(await other.search(flip)).toMatchObject({ generation: next })
      await vi.waitFor(() => expect(searches).toBeGreaterThan(flip * SEARCHERS), { timeout: 20_000 })
    }
    stop.abort()
    await Promise.all(searching)
    expect(wrong).toEqual([])
  })

  it('end as one when both processes switch at the same time', async () => {
    await Promise.all([
      one.activate(second),
      other.activate(one.first),
      one.activate(one.first),
      other.activate(second),
    ])
    const states = Object.values(await one.states())
    expect(states.filter((state) => state === 'active')).toHaveLength(1)
    const [mine, theirs] = await Promise.all([one.search(4), other.search(4)])
    expect(mine).toEqual(theirs)
    expect(mine).toMatchObject({ isMixed: false, isFound: true })
  })

  it('hold what another process added to the one before, once they are switched to', async () => {
    await other.activate(one.first)
    const ids = await loadInto(other, DOCUMENTS, DOCUMENTS + 3)
    const { database, bus } = other.dependencies
    const { tenantId } = other.partition(second)
    // As every version does that becomes current (see `makeCurrent`).
    await database.forTenant(tenantId).transaction(async (tx) => {
      for (const documentId of ids) await recordGaps(bus, tx, { tenantId, documentId, written: other.first })
    })
    await one.activate(second)
    const found = { generation: second, isMixed: false, isFound: true }
    expect(await one.search(DOCUMENTS + 1)).toEqual(found)
    await vi.waitFor(async () => expect(await other.search(DOCUMENTS + 1)).toEqual(found), {
      timeout: SEEN_WITHIN_IN_MS,
    })
  })
})

/**
 * Does everything come right by itself when a part was gone for a while?
 *
 *   node bench/outages.ts [pglite] [postgres] [service-bus] [part=index|database|embedder] [documents=1000] [seconds=60]
 *
 * While documents are sent, a part goes away and comes back: the folder of the index is no folder any more, PostgreSQL is
 * stopped and started, every call of the embedding model fails. The sender does what every sender should: what was not
 * acknowledged is sent again, after the time that the refusal names. In the end every document must be ready, and nobody
 * has done anything about it.
 */

import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { assertNever } from '../src/contracts/assert-never.ts'
import { type Backend, type BackendName, chosenBackends, openBackend } from './backends.ts'
import { numberOf, textOf } from './command-words.ts'
import { inParallel } from './in-parallel.ts'
import { lookForLeftBehind } from './left-behind.ts'
import { createLibraryClient, type LibraryClient, makeToken, RefusedError } from './library-client.ts'
import { madeDocument } from './made-documents.ts'
import { startServer } from './running-server.ts'

const words = process.argv.slice(2)
const DOCUMENTS = numberOf(words, 'documents', 1_000)
const OUTAGE_IN_MS = numberOf(words, 'seconds', 60) * 1_000
const PARTS = ['index', 'database', 'embedder'] as const
type Part = (typeof PARTS)[number]
const only = textOf(words, 'part')
/** The part goes when so many documents were acknowledged. */
const BREAK_AFTER = Math.floor(DOCUMENTS / 4)
const SENDERS = 4
const RECOVERY_DEADLINE_IN_MS = 900_000
const RETRY_AFTER_IN_MS = 1_000
const NO_ANSWER = { status: 0, retryAfterInSeconds: null }

interface Breakable {
  readonly break: () => Promise<void>
  readonly mend: () => Promise<void>
}

interface Sending {
  acknowledged: number
  /** How often a document was refused, by status and whether it was said when to come again; 0 for no answer at all. */
  readonly refusals: Record<string, number>
}

for (const name of chosenBackends(words)) {
  for (const part of PARTS) {
    if ((only ?? part) !== part || (part === 'database' && name === 'pglite')) continue
    console.log(JSON.stringify(await measure(name, part)))
  }
}

async function measure(name: BackendName, part: Part) {
  await using backend = await openBackend(name)
  const brokenFile = join(backend.home, 'embedder-is-broken')
  const environment = { ...backend.environment, FOOTNOTE_BENCH_BROKEN: brokenFile }
  await using server = await startServer({ home: backend.home, environment, preload: 'break-embedder.ts' })
  const client = createLibraryClient(server, makeToken(server))
  const breakable = breakableOf(part, backend, brokenFile)
  const sending: Sending = { acknowledged: 0, refusals: {} }
  const outage = Promise.withResolvers<void>()
  const sent = inParallel(Array.from({ length: DOCUMENTS }).keys(), SENDERS, async (n) => {
    await sendUntilTaken(client, `doc${n}`, sending)
    if (sending.acknowledged === BREAK_AFTER) outage.resolve()
  })
  await outage.promise
  await breakable.break()
  await wait(OUTAGE_IN_MS)
  await breakable.mend()
  const mendedAt = performance.now()
  await sent
  const ready = await waitUntilReady(client)
  const recovery = Math.round((performance.now() - mendedAt) / 1_000)
  await server.stop('SIGINT')
  return {
    backend: name,
    part,
    outage_s: OUTAGE_IN_MS / 1_000,
    documents: DOCUMENTS,
    ready,
    ready_after_recovery_s: recovery,
    refusals: sending.refusals,
    left_behind: await lookForLeftBehind(server.environment),
  }
}

function breakableOf(part: Part, { home, postgres }: Backend, brokenFile: string): Breakable {
  const [folder, away] = [join(home, 'index'), join(home, 'index.away')]
  switch (part) {
    case 'index':
      return {
        break: async () => {
          await rename(folder, away)
          await writeFile(folder, 'not a folder')
        },
        mend: async () => {
          await rm(folder, { recursive: true })
          await rename(away, folder)
        },
      }
    case 'database':
      if (postgres === null) throw new Error('the embedded database cannot go away alone')
      return { break: postgres.stop, mend: postgres.start }
    case 'embedder':
      return { break: () => writeFile(brokenFile, ''), mend: () => rm(brokenFile) }
    default:
      return assertNever(part)
  }
}

async function sendUntilTaken(client: LibraryClient, name: string, sending: Sending): Promise<void> {
  for (;;) {
    try {
      await client.upload(madeDocument({ name, sections: 2 }))
      sending.acknowledged++
      return
    } catch (error) {
      const { status, retryAfterInSeconds: seconds } = error instanceof RefusedError ? error : NO_ANSWER
      const kind = `${status}${seconds === null ? '' : ' with Retry-After'}`
      sending.refusals[kind] = (sending.refusals[kind] ?? 0) + 1
      await wait(seconds === null ? RETRY_AFTER_IN_MS : seconds * 1_000)
    }
  }
}

async function waitUntilReady(client: LibraryClient): Promise<number> {
  const deadline = performance.now() + RECOVERY_DEADLINE_IN_MS
  for (;;) {
    const ready = (await client.list()).filter(({ state }) => state === 'ready').length
    if (ready === DOCUMENTS || performance.now() > deadline) return ready
    await wait(1_000)
  }
}

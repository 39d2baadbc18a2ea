/**
 * Is work that arrives again and again done once, and does every accepted document stay accounted for?
 *
 *   node bench/deliveries.ts [pglite] [postgres] [service-bus] [soak=60]
 *
 * 1. A hundred documents are sent ten times each, shuffled, four at a time: a hundred documents with one version each.
 * 2. They get new texts, and the server is killed before it has read them. Ten more jobs for each version are put on the
 *    queue, shuffled: 1,000 deliveries and those that were waiting, four workers. A hundred new versions, no passage twice.
 * 3. For `soak` seconds documents arrive, one in ten damaged, with two kills in between. Every second all documents are
 *    listed: each one that was acknowledged before must be ready, failed, or on its way.
 */

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { INGEST_QUEUE, type IngestJob } from '../src/ingestion/ingest-queue.ts'
import { type BackendName, chosenBackends, openBackend } from './backends.ts'
import { numberOf } from './command-words.ts'
import { inParallel } from './in-parallel.ts'
import { lookForLeftBehind } from './left-behind.ts'
import { createLibraryClient, isFinal, type LibraryClient, makeToken } from './library-client.ts'
import { madeDocument } from './made-documents.ts'
import { openStores } from './open-stores.ts'
import { readPassedSteps } from './passed-steps.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { seededRandom, shuffled } from './seeded-random.ts'

const words = process.argv.slice(2)
const SOAK_IN_SECONDS = numberOf(words, 'soak', 60)
const DOCUMENTS = 100
const DELIVERIES_EACH = 10
const WORKERS = 4
const SETTLE_DEADLINE_IN_MS = 300_000
/** Longer than any job takes, and than a dead worker's job waits. */
const LONGEST_SILENCE_IN_MS = 15_000
const MORE_ENVIRONMENT = { FOOTNOTE_PARSER_SLOTS: String(WORKERS) }
const random = seededRandom(5)

interface Library {
  readonly stepsFile: string
  readonly start: () => Promise<void>
  readonly server: () => RunningServer
  readonly client: () => LibraryClient
}

for (const name of chosenBackends(words)) console.log(JSON.stringify(await measure(name)))

async function measure(name: BackendName) {
  await using backend = await openBackend(name)
  const library = await openLibrary(backend.home, { ...backend.environment, ...MORE_ENVIRONMENT })
  const sent = await sendAgainAndAgain(library)
  const delivered = await deliverAgainAndAgain(library)
  const ledger = await soak(library)
  await library.server().stop('SIGINT')
  return { backend: name, sent, delivered, ledger, left_behind: await lookForLeftBehind(library.server().environment) }
}

async function openLibrary(home: string, environment: Readonly<Record<string, string>>): Promise<Library> {
  const stepsFile = join(home, 'steps.jsonl')
  const options = {
    home,
    environment: { ...environment, FOOTNOTE_BENCH_STEPS: stepsFile },
    preload: 'watch-steps.ts',
  }
  let server = await startServer(options)
  const token = makeToken(server)
  return {
    stepsFile,
    start: async () => {
      server = await startServer(options)
    },
    server: () => server,
    client: () => createLibraryClient(server, token),
  }
}

/** Each document as often as a sender who never hears an answer would send it. */
async function sendAgainAndAgain({ client }: Library) {
  const names = Array.from({ length: DOCUMENTS * DELIVERIES_EACH }, (_, n) => `doc${n % DOCUMENTS}`)
  await inParallel(shuffled(names, random), WORKERS, (name) => client().upload(madeDocument({ name })))
  const documents = await client().settled(SETTLE_DEADLINE_IN_MS)
  return {
    uploads: names.length,
    documents: documents.length,
    versions: documents.reduce((sum, { version }) => sum + version, 0),
    ready: documents.filter(({ state }) => state === 'ready').length,
  }
}

/** Each job as often as a queue that loses every acknowledgement would deliver it. */
async function deliverAgainAndAgain(library: Library) {
  const names = Array.from({ length: DOCUMENTS }, (_, n) => `doc${n}`)
  await inParallel(names, WORKERS, (name) => library.client().upload(madeDocument({ name, state: 'second' })))
  await library.server().stop('SIGKILL')
  const jobs = await sendJobs(library.server().environment)
  const startedAt = Date.now()
  await library.start()
  const documents = await library.client().settled(SETTLE_DEADLINE_IN_MS)
  await drained(library)
  const taken = readPassedSteps(library.stepsFile).filter(({ step, at }) => step === 'job-taken' && at > startedAt)
  return {
    deliveries: jobs,
    taken: taken.length,
    documents: documents.length,
    versions: documents.reduce((sum, { version }) => sum + version, 0) - DOCUMENTS,
    ready: documents.filter(({ state, current_version: current }) => state === 'ready' && current === 2).length,
  }
}

async function sendJobs(environment: Readonly<Record<string, string>>): Promise<number> {
  await using platform = openStores(environment)
  const [{ pool }, bus] = await Promise.all([platform.database(), platform.bus()])
  const { rows } = await pool.query<IngestJob>(
    'select tenant_id, id as version_id from document_versions where version = 2',
  )
  const jobs = shuffled(Array.from({ length: DELIVERIES_EACH }, () => rows).flat(), random)
  for (const job of jobs) await bus.send(INGEST_QUEUE, job)
  return jobs.length
}

/** Wait until nothing more is told of any job. */
async function drained({ stepsFile }: Library): Promise<void> {
  const deadline = Date.now() + SETTLE_DEADLINE_IN_MS
  while (Date.now() < deadline) {
    if (Date.now() - (readPassedSteps(stepsFile).at(-1)?.at ?? 0) > LONGEST_SILENCE_IN_MS) return
    await wait(500)
  }
}

async function soak(library: Library) {
  const acknowledged = new Set<string>()
  const endsAt = performance.now() + SOAK_IN_SECONDS * 1_000
  const counts = { seconds: 0, mismatches: 0, accepted: 0, ready: 0, failed: 0, pending: 0 }
  const sending = inParallel(Array.from({ length: WORKERS }), WORKERS, async () => {
    while (performance.now() < endsAt) await sendOne(library, acknowledged)
  })
  const killing = killTwice(library)
  while (performance.now() < endsAt) {
    const before = new Set(acknowledged)
    const startedAt = performance.now()
    const standing = await library
      .client()
      .list()
      .catch(() => null)
    if (standing !== null) {
      counts.seconds++
      const listed = new Map(standing.map((document) => [document.id, document]))
      counts.mismatches += [...before].filter((id) => !listed.has(id)).length
    }
    await wait(Math.max(0, 1_000 - (performance.now() - startedAt)))
  }
  await Promise.all([sending, killing])
  const final = new Map((await library.client().settled(SETTLE_DEADLINE_IN_MS)).map((one) => [one.id, one]))
  const standing = [...acknowledged].map((id) => final.get(id))
  return {
    ...counts,
    accepted: acknowledged.size,
    ready: standing.filter((one) => one?.state === 'ready').length,
    failed: standing.filter((one) => one?.state === 'failed').length,
    pending: standing.filter((one) => one !== undefined && !isFinal(one)).length,
  }
}

async function sendOne({ client }: Library, acknowledged: Set<string>): Promise<void> {
  const name = `soak${randomUUID().slice(0, 8)}`
  const damaged = { name: `${name}.pdf`, text: '%PDF-1.7\nthis is no PDF' }
  try {
    const [document] = await client().upload(random() < 0.1 ? damaged : madeDocument({ name, sections: 2 }))
    if (document !== undefined) acknowledged.add(document.id)
  } catch {
    // The server was killed before it answered, or is not up again yet: nothing was promised.
    await wait(100)
  }
}

async function killTwice(library: Library): Promise<void> {
  for (let kill = 0; kill < 2; kill++) {
    await wait((SOAK_IN_SECONDS * 1_000) / 3)
    await library.server().stop('SIGKILL')
    await library.start()
  }
}

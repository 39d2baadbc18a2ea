/**
 * Kill the server at every step of a document's way, again and again, and count what is lost, doubled or stuck.
 *
 *   node bench/fail-points.ts [pglite] [postgres] [service-bus] [kills=20] [step=<name>]
 *
 * A server process that passes the step for the first, second or third time dies by SIGKILL. The next one meets what was
 * left behind and new work at once, and dies at the same step again. After the last kill of a step a server lives on until
 * all documents are settled; how long it took until a worker had the jobs of the dead one again is measured there. In the
 * end every acknowledged upload must be ready with its newest text, every acknowledged deletion must be complete, and
 * registry, index and originals must agree to the last passage.
 */

import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { INGESTION_STEPS, type IngestionStep } from '../src/ingestion/steps.ts'
import { type Backend, type BackendName, chosenBackends, openBackend } from './backends.ts'
import { numberOf, textOf } from './command-words.ts'
import { lookForLeftBehind } from './left-behind.ts'
import { createLibraryClient, isFinal, type LibraryClient, makeToken, RefusedError } from './library-client.ts'
import { madeDocument } from './made-documents.ts'
import { inHand, readPassedSteps, type WatchedStep } from './passed-steps.ts'
import { quantile } from './quantile.ts'
import { type RunningServer, startServer } from './running-server.ts'

const words = process.argv.slice(2)
const KILLS = numberOf(words, 'kills', 20)
const onlyStep = textOf(words, 'step')
const STEPS = INGESTION_STEPS.filter((step) => onlyStep === undefined || step === onlyStep)
const DELETION_STEPS: ReadonlySet<IngestionStep> = new Set(
  INGESTION_STEPS.slice(INGESTION_STEPS.indexOf('deletion-recorded')),
)
/** A server that did not reach its step in this time is killed where it stands; it is counted apart. */
const LONGEST_LIFE_IN_MS = 20_000
const SETTLE_DEADLINE_IN_MS = 150_000
const RECEIPT_DEADLINE_IN_MS = 60_000
const RETAKE_DEADLINE_IN_MS = 60_000
/** A dead worker's job, and one that failed often, rest for less than this. */
const LONGEST_REST_IN_MS = 30_000
/** A server dies when it passes its step for the first, second, … time. */
const MOST_PASSINGS = 3
const VICTIMS_PER_LIFE = 3

/** What was promised about a document: the word that its newest acknowledged text holds, or that it is deleted. */
interface Promised {
  readonly id: string
  readonly state: string
  /** `asked` when the deletion was not acknowledged: the document may be there or not. */
  deletion: 'none' | 'asked' | 'promised'
  /** Texts that were sent later and never acknowledged: the document may have them or not. */
  readonly alsoSent: string[]
}

interface Run {
  readonly backend: Backend
  readonly promised: Map<string, Promised>
  readonly stepsFile: string
  token: string
  kills: number
  killsElsewhere: number
  neverRetaken: number
  readonly retakenInMs: number[]
  readonly retakenLaterInMs: number[]
  readonly untold: IngestionStep[]
  texts: number
}

for (const name of chosenBackends(words)) console.log(JSON.stringify(await measure(name)))

async function measure(name: BackendName) {
  await using backend = await openBackend(name)
  const stepsFile = join(backend.home, 'steps.jsonl')
  const counters = { token: '', texts: 0, kills: 0, killsElsewhere: 0, neverRetaken: 0 }
  const run: Run = {
    backend,
    stepsFile,
    promised: new Map(),
    retakenInMs: [],
    retakenLaterInMs: [],
    untold: [],
    ...counters,
  }
  const first = await startServer(serverOptions(run, null))
  run.token = makeToken(first)
  await first.stop('SIGINT')
  const startedAt = performance.now()
  for (const step of STEPS) await killAt(run, step)
  const server = await startServer(serverOptions(run, null))
  const client = createLibraryClient(server, run.token)
  await client.settled(SETTLE_DEADLINE_IN_MS)
  await deletionsReceipted(client)
  await silent(run)
  const counts = await compareWithPromises(run, client)
  await server.stop('SIGINT')
  return {
    backend: name,
    steps: STEPS.length - run.untold.length,
    steps_that_nobody_told: run.untold,
    kills: run.kills,
    kills_elsewhere: run.killsElsewhere,
    minutes: Math.round((performance.now() - startedAt) / 6_000) / 10,
    ...counts,
    ...(await lookForLeftBehind(server.environment)),
    never_retaken: run.neverRetaken,
    retaken_after_s: secondsOf(run.retakenInMs),
    retaken_after_several_deaths_s: secondsOf(run.retakenLaterInMs),
  }
}

function secondsOf(times: readonly number[]) {
  return { measured: times.length, p50: quantile(times, 0.5) / 1_000, most: Math.max(0, ...times) / 1_000 }
}

function serverOptions({ backend, stepsFile }: Run, dieAt: string | null) {
  const watching = { FOOTNOTE_BENCH_STEPS: stepsFile, ...(dieAt === null ? {} : { FOOTNOTE_BENCH_DIE_AT: dieAt }) }
  return { home: backend.home, environment: { ...backend.environment, ...watching }, preload: 'watch-steps.ts' }
}

async function killAt(run: Run, step: IngestionStep): Promise<void> {
  if (DELETION_STEPS.has(step)) await liveOn(run, (client) => sendMany(run, client, VICTIMS_PER_LIFE * KILLS))
  for (let kill = 0; kill < KILLS; kill++) {
    const reached = await liveAndDie(run, step, (kill % MOST_PASSINGS) + 1)
    if (reached) run.kills++
    else run.killsElsewhere++
    if (kill === 0 && !reached && !hasPassed(run, step)) {
      run.untold.push(step)
      break
    }
  }
  const death = readPassedSteps(run.stepsFile).findLast(({ dies }) => dies)
  await liveOn(run, async (client) => {
    await client.settled(SETTLE_DEADLINE_IN_MS)
    if (death?.step === step) await retaken(run, death)
  })
  console.error(`${run.backend.name} ${step}: ${run.kills} kills, ${run.promised.size} documents`)
}

/** A life that ends at the step. False when it had to be ended from outside. */
async function liveAndDie(run: Run, step: IngestionStep, passing: number): Promise<boolean> {
  let server: RunningServer
  try {
    server = await startServer(serverOptions(run, `${step}:${passing}`))
  } catch {
    // It died of the work that it found, before it was ready.
    return true
  }
  const client = createLibraryClient(server, run.token)
  const work = DELETION_STEPS.has(step) ? deleteSome(run, client) : sendSome(run, client)
  const reached = await Promise.race([server.gone.then(() => true), wait(LONGEST_LIFE_IN_MS, false)])
  await server.stop('SIGKILL')
  await work
  return reached
}

async function liveOn(run: Run, live: (client: LibraryClient) => Promise<void>): Promise<void> {
  const server = await startServer(serverOptions(run, null))
  await live(createLibraryClient(server, run.token))
  await server.stop('SIGKILL')
}

/** A new document, and new texts for two that are there already; as long as there are none, more new ones. */
async function sendSome(run: Run, client: LibraryClient): Promise<void> {
  const there = [...run.promised].filter(([, { deletion }]) => deletion === 'none').map(([name]) => name)
  const again = new Set(
    [there.at(run.texts % Math.max(1, there.length)), there.at(-1)].filter((name) => name !== undefined),
  )
  const added = Array.from({ length: MOST_PASSINGS - again.size }, (_, n) => `new${run.texts}x${n}`)
  await Promise.all([...again, ...added].map((name) => send(run, client, name)))
}

async function sendMany(run: Run, client: LibraryClient, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await send(run, client, `victim${run.promised.size}x${run.texts}`)
  await client.settled(SETTLE_DEADLINE_IN_MS)
}

/** Only a reply that arrived counts as a promise. */
async function send(run: Run, client: LibraryClient, name: string): Promise<void> {
  const state = `state${run.texts++}`
  const known = run.promised.get(name)
  known?.alsoSent.push(state)
  try {
    const [document] = await client.upload(madeDocument({ name, state }))
    if (document !== undefined) run.promised.set(name, { id: document.id, state, deletion: 'none', alsoSent: [] })
  } catch (error) {
    // A server that was killed before it answered promised nothing; one that refused is not what is measured here.
    if (error instanceof RefusedError) throw error
  }
}

async function deleteSome(run: Run, client: LibraryClient): Promise<void> {
  const there = [...run.promised.values()].filter(({ deletion }) => deletion === 'none')
  await Promise.all(
    there.slice(-VICTIMS_PER_LIFE).map(async (promised) => {
      promised.deletion = 'asked'
      try {
        await client.remove(promised.id)
        promised.deletion = 'promised'
      } catch (error) {
        if (error instanceof RefusedError) throw error
      }
    }),
  )
}

/** Wait until the receipt of every deletion is complete; what is not after the deadline shows in the counts. */
async function deletionsReceipted(client: LibraryClient): Promise<void> {
  const deadline = Date.now() + RECEIPT_DEADLINE_IN_MS
  while (Date.now() < deadline) {
    const deletions = await client.deletions()
    if (deletions.every(({ completed_at: completedAt }) => completedAt !== null)) return
    await wait(500)
  }
}

function hasPassed(run: Run, step: IngestionStep): boolean {
  return readPassedSteps(run.stepsFile).some((passed) => passed.step === step)
}

/**
 * From the death of a worker until somebody had its jobs again, restart of the process included. Jobs that had lost workers
 * before are counted apart: the bus lets them rest longer every time.
 */
async function retaken(run: Run, death: WatchedStep): Promise<void> {
  const waiting = new Set(inHand(readPassedSteps(run.stepsFile), death.pid))
  const deadline = Date.now() + RETAKE_DEADLINE_IN_MS
  while (waiting.size > 0 && Date.now() < deadline) {
    const steps = readPassedSteps(run.stepsFile)
    for (const documentId of waiting) {
      const taken = steps.filter((step) => step.step === 'job-taken' && step.documentId === documentId)
      const again = taken.find(({ at }) => at > death.at)
      if (again === undefined) continue
      waiting.delete(documentId)
      const isFirst = taken.filter(({ at }) => at <= death.at).length === 1
      const times = isFirst ? run.retakenInMs : run.retakenLaterInMs
      times.push(again.at - death.at)
    }
    await wait(500)
  }
  run.neverRetaken += waiting.size
}

/** Old versions go on as well when the newest are ready; they are done when nothing more is told. */
async function silent(run: Run): Promise<void> {
  const deadline = Date.now() + SETTLE_DEADLINE_IN_MS
  while (Date.now() < deadline) {
    if (Date.now() - (readPassedSteps(run.stepsFile).at(-1)?.at ?? 0) > LONGEST_REST_IN_MS) return
    await wait(1_000)
  }
}

/** What every promise has become, asked as a user would. */
async function compareWithPromises(run: Run, client: LibraryClient) {
  const documents = new Map((await client.list()).map((document) => [document.id, document]))
  const counts = {
    acknowledged: run.promised.size,
    deleted: 0,
    lost: 0,
    stuck: 0,
    doubled: 0,
    answered_after_deletion: 0,
  }
  for (const [name, { id, state, deletion, alsoSent }] of run.promised) {
    const document = documents.get(id)
    const found = (await client.search(name, { document_ids: [id] })).map(({ text }) => text)
    if (deletion !== 'none' && document === undefined) {
      counts.deleted++
      counts.answered_after_deletion += found.length
      continue
    }
    const states = [state, ...alsoSent]
    const isTrue = found.some((text) => states.some((one) => text.includes(`${one} `)))
    if (document !== undefined && deletion !== 'promised' && !isFinal(document)) counts.stuck++
    else if (document === undefined || deletion === 'promised' || document.state !== 'ready' || !isTrue) {
      counts.lost++
      const { state: now = 'not listed', reason = null, detail = null } = document ?? {}
      console.error('lost', { name, id, deletion, states, now, reason, detail, found })
    } else counts.doubled += Math.max(0, found.length - (document.passages ?? 0))
  }
  return counts
}

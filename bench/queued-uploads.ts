/**
 * What do many waiting documents cost those who ask?
 *
 *   node bench/queued-uploads.ts [pglite] [postgres] [service-bus] [documents=10000]
 *
 * The latency of /api/ask is measured on a small library with nothing to do, and again while `documents` documents wait to
 * be read and the worker is busy with them. Every question is a new one, and answers are not kept. Resident memory of the
 * server, without the processes that read files, is looked at all the time. When the queue is full, uploads must be
 * refused with the time after which to come again.
 */

import { setTimeout as wait } from 'node:timers/promises'
import type { DocumentSummary } from '../src/contracts/documents.ts'
import { type BackendName, chosenBackends, openBackend } from './backends.ts'
import { numberOf } from './command-words.ts'
import { createLibraryClient, isFinal, type LibraryClient, makeToken, RefusedError } from './library-client.ts'
import { madeDocument } from './made-documents.ts'
import { quantile } from './quantile.ts'
import { type RunningServer, startServer } from './running-server.ts'

const words = process.argv.slice(2)
const DOCUMENTS = numberOf(words, 'documents', 10_000)
const QUESTIONS = numberOf(words, 'questions', 300)
const LIBRARY = 40
const FILES_PER_REQUEST = 100
const PAUSE_BETWEEN_QUESTIONS_IN_MS = 50
const SETTLE_DEADLINE_IN_MS = 120_000
const MORE_ENVIRONMENT = {
  FOOTNOTE_ANSWER_CACHE_MINUTES: '0',
  FOOTNOTE_MAX_QUEUED_DOCUMENTS: String(DOCUMENTS),
}

for (const name of chosenBackends(words)) console.log(JSON.stringify(await measure(name)))

async function measure(name: BackendName) {
  await using backend = await openBackend(name)
  const environment = { ...backend.environment, ...MORE_ENVIRONMENT }
  await using server = await startServer({ home: backend.home, environment })
  const client = createLibraryClient(server, makeToken(server))
  for (let n = 0; n < LIBRARY; n++) await client.upload(madeDocument({ name: `library${n}` }))
  await client.settled(SETTLE_DEADLINE_IN_MS)
  await askMany(client, 'warm')
  const idle = await askMany(client, 'idle')
  const memory = watchMemory(server)
  const before = memory.now()
  const filling = await fillQueue(client)
  const afterFilling = memory.now()
  const busy = await askMany(client, 'busy')
  const waiting = (await newest(client)).filter((document) => !isFinal(document)).length
  const peak = memory.stop()
  await server.stop('SIGKILL')
  return {
    backend: name,
    ...filling,
    resident_mb: { before, queue_full: afterFilling, peak },
    ask_ms: { idle, busy },
    p95_factor: Math.round((busy.p95 / idle.p95) * 100) / 100,
    still_waiting_of_the_newest_100: waiting,
  }
}

async function askMany(client: LibraryClient, occasion: string) {
  const times: number[] = []
  for (let n = 0; n < QUESTIONS; n++) {
    const startedAt = performance.now()
    await client.ask(`Within how many days must office ${n % 97} approve the library${n % LIBRARY} (${occasion} ${n})?`)
    times.push(performance.now() - startedAt)
    await wait(PAUSE_BETWEEN_QUESTIONS_IN_MS)
  }
  return { p50: Math.round(quantile(times, 0.5)), p95: Math.round(quantile(times, 0.95)) }
}

/** Send until the queue takes no more, or as many as it may hold were sent twice. */
async function fillQueue(client: LibraryClient) {
  const startedAt = performance.now()
  let sent = 0
  let refusal: RefusedError | null = null
  while (sent < DOCUMENTS * 2 && refusal === null) {
    const files = Array.from({ length: FILES_PER_REQUEST }, (_, n) => {
      const { name, text } = madeDocument({ name: `queued${sent + n}`, sections: 1 })
      return { name, text }
    })
    try {
      await client.upload(...files)
      sent += files.length
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      refusal = error
    }
  }
  return {
    sent,
    uploads_per_s: Math.round(sent / ((performance.now() - startedAt) / 1_000)),
    refused_with: refusal === null ? null : { status: refusal.status, retry_after_s: refusal.retryAfterInSeconds },
  }
}

async function newest(client: LibraryClient): Promise<readonly DocumentSummary[]> {
  const page = (await (await client.fetch('/api/documents?limit=100')).json()) as { documents: DocumentSummary[] }
  return page.documents
}

function watchMemory(server: RunningServer) {
  let peak = 0
  const now = () => {
    const resident = server.residentInMb()
    peak = Math.max(peak, resident)
    return resident
  }
  const timer = setInterval(now, 500)
  return {
    now,
    stop: () => {
      clearInterval(timer)
      return peak
    },
  }
}

/**
 * How many documents an hour does a worker take from the upload to the answer, embeddings included?
 *
 *   node bench/ingestion.ts [pglite] [postgres] [service-bus] [documents=200]
 *
 * Real files (PDF, Office, web pages, mails) of the data folder where it is there, else handbooks made for the purpose.
 * From the first byte sent until the last document is ready; the architecture asks for 100 an hour.
 */

import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { basename, join } from 'node:path'
import { type BackendName, chosenBackends, openBackend } from './backends.ts'
import { numberOf } from './command-words.ts'
import { dataFolder } from './data-folder.ts'
import { inParallel } from './in-parallel.ts'
import { createLibraryClient, makeToken } from './library-client.ts'
import { madeDocument } from './made-documents.ts'
import { startServer } from './running-server.ts'

const words = process.argv.slice(2)
const MADE_DOCUMENTS = numberOf(words, 'documents', 200)
const ASKED_PER_HOUR = 100
const SETTLE_DEADLINE_IN_MS = 1_800_000

interface FileOfBytes {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const files = filesToSend()
for (const name of chosenBackends(words)) console.log(JSON.stringify(await measure(name)))

function filesToSend(): readonly FileOfBytes[] {
  const folder = dataFolder()
  if (folder === null) return Array.from({ length: MADE_DOCUMENTS }, (_, n) => encoded(n))
  const lines = readFileSync(join(folder, 'documents', 'index.jsonl'), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line, n) => {
    const { file } = JSON.parse(line) as { file: string }
    return { name: `${n}-${basename(file)}`, bytes: new Uint8Array(readFileSync(join(folder, 'documents', file))) }
  })
}

function encoded(n: number): FileOfBytes {
  const { name, text } = madeDocument({ name: `doc${n}`, sections: 20 })
  return { name, bytes: new TextEncoder().encode(text) }
}

async function measure(name: BackendName) {
  await using backend = await openBackend(name)
  await using server = await startServer({ home: backend.home, environment: backend.environment })
  const client = createLibraryClient(server, makeToken(server))
  const startedAt = performance.now()
  await inParallel(files, 2, async ({ name: fileName, bytes }) => {
    const form = new FormData()
    form.append('file', new Blob([bytes]), fileName)
    await client.fetch('/api/documents', { method: 'POST', body: form })
  })
  const sentAfter = performance.now() - startedAt
  const documents = await client.settled(SETTLE_DEADLINE_IN_MS)
  const seconds = (performance.now() - startedAt) / 1_000
  const ready = documents.filter(({ state }) => state === 'ready')
  await server.stop('SIGINT')
  const perHour = Math.round((ready.length / seconds) * 3_600)
  return {
    backend: name,
    cores: availableParallelism(),
    load: loadavg().map((load) => Math.round(load * 10) / 10),
    sent: files.length,
    sent_after_s: Math.round(sentAfter / 100) / 10,
    ready: ready.length,
    not_readable: documents.length - ready.length,
    passages: ready.reduce((sum, { passages }) => sum + (passages ?? 0), 0),
    pages: ready.reduce((sum, { pages }) => sum + (pages ?? 0), 0),
    seconds: Math.round(seconds),
    per_hour: perHour,
    factor: Math.round(perHour / ASKED_PER_HOUR),
  }
}

/**
 * Do documents that can never be read hold up the others?
 *
 *   node bench/poison.ts [pglite] [postgres] [service-bus] [documents=200] [poison=20]
 *
 * First all documents are good, then every tenth is poison: where its original should be stored there is a folder, as a
 * damaged disk might have it, so that every attempt to read it fails on our side. Good ones must be ready, poison ones must
 * be dead letters with their reason, and the good ones must not wait twice as long as in the clean run. Then the originals
 * are mended, all dead letters are replayed, and everything must be ready.
 */

import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { DocumentSummary } from '../src/contracts/documents.ts'
import { type Backend, type BackendName, chosenBackends, openBackend } from './backends.ts'
import { numberOf } from './command-words.ts'
import { createLibraryClient, type FileToSend, jsonBody, type LibraryClient, makeToken } from './library-client.ts'
import { madeDocument } from './made-documents.ts'
import { quantile } from './quantile.ts'
import { startServer } from './running-server.ts'

const words = process.argv.slice(2)
const DOCUMENTS = numberOf(words, 'documents', 200)
const POISON = numberOf(words, 'poison', 20)
const SETTLE_DEADLINE_IN_MS = 300_000
const FILES_PER_REQUEST = 20

for (const name of chosenBackends(words)) console.log(JSON.stringify(await measure(name)))

interface DeadLetter {
  readonly id: string
  readonly reason: string
}

async function measure(name: BackendName) {
  const clean = await run(name, 0)
  const poisoned = await run(name, POISON)
  const seconds = ({ untilReady }: typeof clean) => ({
    mean: round(untilReady.reduce((sum, ms) => sum + ms, 0) / untilReady.length / 1_000),
    p95: round(quantile(untilReady, 0.95) / 1_000),
  })
  const [without, beside] = [seconds(clean), seconds(poisoned)]
  return {
    backend: name,
    documents: DOCUMENTS,
    poison: POISON,
    ready: poisoned.ready,
    dead_letters: poisoned.deadLetters,
    with_reason: poisoned.withReason,
    seconds_until_ready: { clean: without, beside_poison: beside },
    factor: { mean: round(beside.mean / without.mean), p95: round(beside.p95 / without.p95) },
    ready_after_mending_and_replay: poisoned.readyAfterReplay,
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

async function run(name: BackendName, poison: number) {
  await using backend = await openBackend(name)
  const files = Array.from({ length: DOCUMENTS }, (_, n) => madeDocument({ name: `doc${n}` }))
  const everyNth = poison === 0 ? Number.POSITIVE_INFINITY : Math.floor(DOCUMENTS / poison)
  const poisonous = files.filter((_, n) => n % everyNth === everyNth - 1)
  for (const file of poisonous) await mkdir(originalOf(backend, file), { recursive: true })
  await using server = await startServer({ home: backend.home, environment: backend.environment })
  const client = createLibraryClient(server, makeToken(server))
  for (let start = 0; start < files.length; start += FILES_PER_REQUEST)
    await client.upload(...files.slice(start, start + FILES_PER_REQUEST).map(({ name, text }) => ({ name, text })))
  const ready = (await client.settled(SETTLE_DEADLINE_IN_MS)).filter(({ state }) => state === 'ready')
  const letters = await deadLettersOf(client, poisonous.length)
  for (const file of poisonous) await mend(backend, file)
  if (poison > 0) await client.fetch('/api/admin/dead-letters/replay', { method: 'POST', ...jsonBody({}) })
  const replayed = poison > 0 ? await readyOnes(client, DOCUMENTS) : ready
  await server.stop('SIGINT')
  return {
    ready: ready.length,
    deadLetters: letters.length,
    withReason: letters.filter(({ reason }) => reason.includes('EISDIR')).length,
    untilReady: ready.map(({ created_at, since }) => Date.parse(since) - Date.parse(created_at)),
    readyAfterReplay: replayed.length,
  }
}

function hashOf({ text }: FileToSend): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Where the file system keeps the original of a file. */
function originalOf({ home }: Backend, file: FileToSend): string {
  const hash = hashOf(file)
  return join(home, 'blobs', 'home', hash.slice(0, 2), hash)
}

async function mend(backend: Backend, file: FileToSend): Promise<void> {
  const path = originalOf(backend, file)
  await rm(path, { recursive: true })
  await writeFile(path, file.text)
}

/** Wait until so many dead letters are there, and return them. */
async function deadLettersOf(client: LibraryClient, expected: number): Promise<readonly DeadLetter[]> {
  const deadline = performance.now() + SETTLE_DEADLINE_IN_MS
  for (;;) {
    const reply = await client.fetch('/api/admin/dead-letters?limit=100')
    const { dead_letters: letters } = (await reply.json()) as { dead_letters: readonly DeadLetter[] }
    if (letters.length >= expected || performance.now() > deadline) return letters
    await wait(500)
  }
}

async function readyOnes(client: LibraryClient, expected: number): Promise<readonly DocumentSummary[]> {
  const deadline = performance.now() + SETTLE_DEADLINE_IN_MS
  for (;;) {
    const ready = (await client.list()).filter(({ state }) => state === 'ready')
    if (ready.length >= expected || performance.now() > deadline) return ready
    await wait(500)
  }
}

import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { DocumentPage, UploadReply } from '../src/contracts/documents.ts'
import type { SearchReply } from '../src/contracts/retrieval.ts'
import { type RunningServer, runCommand, startServer } from './running-server.ts'

/**
 * Kill the server again and again while it ingests, then count: every acknowledged upload must be ready exactly once, with
 * as many passages found by search as the registry has.
 */
const KILLS = 20
const DOCUMENTS_PER_ROUND = 6
const SECTIONS = 4
const LONGEST_LIFE_IN_MS = 1_200
const SETTLE_DEADLINE_IN_MS = 180_000
const ENVIRONMENT = {
  FOOTNOTE_SAMPLES: 'off',
  FOOTNOTE_WEB: 'off',
  FOOTNOTE_REQUESTS_PER_MINUTE: '1000000',
  FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: '10000000',
}

const home = await mkdtemp(join(tmpdir(), 'footnote-kill-'))
const acknowledged = new Map<string, string>()
try {
  let server = await startServer({ home, environment: ENVIRONMENT })
  const token = runCommand(['token', '--minutes', '120'], server.environment)
  for (let round = 0; round < KILLS; round++) {
    const uploads = Array.from({ length: DOCUMENTS_PER_ROUND }, (_, n) => upload(server, token, `r${round}d${n}`))
    await Promise.race([Promise.all(uploads), wait(randomInt(LONGEST_LIFE_IN_MS))])
    await wait(randomInt(LONGEST_LIFE_IN_MS))
    await server.stop('SIGKILL')
    await Promise.all(uploads)
    server = await startServer({ home, environment: ENVIRONMENT })
  }
  await settle(server, token)
  console.log(JSON.stringify({ kills: KILLS, acknowledged: acknowledged.size, ...(await count(server, token)) }))
  await server.stop('SIGINT')
} finally {
  await rm(home, { recursive: true, force: true })
}

/** Only a reply that arrived counts as acknowledged; the name is a word that stands in every passage of its document. */
async function upload(server: RunningServer, token: string, name: string): Promise<void> {
  const sections = Array.from(
    { length: SECTIONS },
    (_, n) => `## Part ${n} of ${name}\n\n${`The ${name} has facts about part ${n}. `.repeat(40)}\n`,
  )
  const form = new FormData()
  form.append('file', new Blob([`# ${name}\n\n${sections.join('\n')}`]), `${name}.md`)
  try {
    const response = await fetch(`${server.url}/api/documents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    })
    const { documents } = (await response.json()) as UploadReply
    for (const { id } of documents) acknowledged.set(id, name)
  } catch {
    // The server was killed before it answered: nothing was promised.
  }
}

async function list(server: RunningServer, token: string): Promise<DocumentPage['documents']> {
  const all: DocumentPage['documents'] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const after: string = cursor === '' ? '' : `&cursor=${cursor}`
    const response = await fetch(`${server.url}/api/documents?limit=100${after}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const page = (await response.json()) as DocumentPage
    all.push(...page.documents)
    cursor = page.next_cursor
  }
  return all
}

async function settle(server: RunningServer, token: string): Promise<void> {
  const deadline = performance.now() + SETTLE_DEADLINE_IN_MS
  while (performance.now() < deadline) {
    const documents = await list(server, token)
    if (documents.every(({ state }) => state === 'ready' || state === 'failed')) return
    await wait(1_000)
  }
}

async function count(server: RunningServer, token: string) {
  const documents = await list(server, token)
  const ready = new Map(documents.filter(({ state }) => state === 'ready').map((document) => [document.id, document]))
  const states = new Map(documents.map(({ id, state }) => [id, state]))
  const lost: string[] = []
  let duplicates = 0
  let missing = 0
  for (const [id, name] of acknowledged) {
    const document = ready.get(id)
    if (document === undefined) {
      lost.push(states.get(id) ?? 'unknown')
      continue
    }
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ query: name, top_k: 50, filters: { document_ids: [id] } })
    const { passages } = (await (
      await fetch(`${server.url}/api/search`, { method: 'POST', headers, body })
    ).json()) as SearchReply
    const expected = document.passages ?? 0
    duplicates += Math.max(0, passages.length - expected)
    missing += Math.max(0, expected - passages.length)
  }
  return {
    ready: ready.size,
    lost: lost.length,
    lost_states: lost,
    duplicate_passages: duplicates,
    missing_passages: missing,
    listed_twice: documents.length - new Set(documents.map(({ external_id }) => external_id)).size,
  }
}

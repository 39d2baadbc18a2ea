/**
 * Is what was deleted gone, at once and for good?
 *
 *   node bench/deletes.ts [pglite] [postgres] [service-bus] [deletes=500] [orders=1000]
 *
 * 1. Every document holds a secret word. Each is asked for, so that answers are cached and kept as history. Then `deletes`
 *    documents are deleted, four at a time, while others are uploaded, changed, searched and asked for. After every reply
 *    the secret is looked for in search, the repeated question, its citations, the history and its export: 0 hits. How long
 *    a purge takes is measured from the reply to the deletion until the receipt is complete.
 * 2. For `orders` documents a source tells two changes and a deletion in the right order of time, but they arrive in random
 *    orders, some of them twice: the deletion is the newest, so nothing may be left.
 */

import { setTimeout as wait } from 'node:timers/promises'
import { type BackendName, chosenBackends, openBackend } from './backends.ts'
import { numberOf } from './command-words.ts'
import { inParallel } from './in-parallel.ts'
import { lookForLeftBehind } from './left-behind.ts'
import { createLibraryClient, type LibraryClient, makeToken, RefusedError } from './library-client.ts'
import { madeDocument } from './made-documents.ts'
import { quantile } from './quantile.ts'
import { startServer } from './running-server.ts'
import { seededRandom, shuffled } from './seeded-random.ts'

const words = process.argv.slice(2)
const DELETES = numberOf(words, 'deletes', 500)
const ORDERS = numberOf(words, 'orders', 1_000)
const OTHERS = 40
const FILES_PER_REQUEST = 50
const SETTLE_DEADLINE_IN_MS = 600_000
const PURGE_DEADLINE_IN_MS = 60_000
const CONFLICT = 409

/** What a source tells, at which time; the later deletion must hold whatever arrives when. */
const NEWS = [
  { type: 'change', at: 1 },
  { type: 'change', at: 2 },
  { type: 'deletion', at: 3 },
] as const

interface Victim {
  readonly id: string
  readonly secret: string
  readonly question: string
  readonly answerId: string | null
}

interface Hits {
  search: number
  answer: number
  citations: number
  history: number
  export: number
  document: number
}

for (const name of chosenBackends(words)) console.log(JSON.stringify(await measure(name)))

async function measure(name: BackendName) {
  await using backend = await openBackend(name)
  await using server = await startServer({ home: backend.home, environment: backend.environment })
  const client = createLibraryClient(server, makeToken(server))
  const deletions = await deleteUnderLoad(client)
  const orders = await tellInRandomOrders(client)
  await client.settled(SETTLE_DEADLINE_IN_MS)
  await wait(PURGE_DEADLINE_IN_MS / 6)
  await server.stop('SIGINT')
  return { backend: name, ...deletions, orders, left_behind: await lookForLeftBehind(server.environment) }
}

async function deleteUnderLoad(client: LibraryClient) {
  const victims = await prepareVictims(client)
  const cited = victims.filter(({ answerId }) => answerId !== null).length
  const load = startLoad(client)
  const hits: Hits = { search: 0, answer: 0, citations: 0, history: 0, export: 0, document: 0 }
  const repliedAt = new Map<string, number>()
  const repliesInMs: number[] = []
  await inParallel(victims, 4, async (victim) => {
    const startedAt = performance.now()
    await client.remove(victim.id)
    repliesInMs.push(performance.now() - startedAt)
    repliedAt.set(victim.id, Date.now())
    await lookFor(client, victim, hits)
  })
  const purgesInMs = await purgeTimes(client, repliedAt)
  const operations = await load.stop()
  return {
    deleted: victims.length,
    answers_with_the_secret_before: cited,
    hits_after_the_reply: hits,
    reply_ms: { p50: Math.round(quantile(repliesInMs, 0.5)), p95: Math.round(quantile(repliesInMs, 0.95)) },
    purge_s: { p50: quantile(purgesInMs, 0.5) / 1_000, p95: quantile(purgesInMs, 0.95) / 1_000 },
    not_purged: victims.length - purgesInMs.length,
    operations_meanwhile: operations,
  }
}

async function prepareVictims(client: LibraryClient): Promise<readonly Victim[]> {
  const all = Array.from({ length: DELETES }, (_, n) => ({ subject: `gadget${n}x`, secret: `zq${n}secret` }))
  const ids = new Map<string, string>()
  for (let start = 0; start < all.length; start += FILES_PER_REQUEST) {
    const files = all.slice(start, start + FILES_PER_REQUEST).map(({ subject, secret }) => ({
      name: `${subject}.md`,
      text: `# Handbook of ${subject}\n\nThe colour of the ${subject} is ${secret}. It is painted every year.\n`,
    }))
    const sent = await client.upload(...files)
    for (const [i, { id }] of sent.entries()) ids.set(files[i]?.name ?? '', id)
  }
  const others = Array.from({ length: OTHERS }, (_, n) => madeDocument({ name: `other${n}` }))
  for (const other of others) await client.upload(other)
  await client.settled(SETTLE_DEADLINE_IN_MS)
  const victims: Victim[] = []
  await inParallel(all, 4, async ({ subject, secret }) => {
    const question = `What is the colour of the ${subject}?`
    const { id, holds } = await askFor(client, question, secret)
    victims.push({ id: ids.get(`${subject}.md`) ?? '', secret, question, answerId: holds ? id : null })
  })
  return victims
}

async function askFor(client: LibraryClient, query: string, secret: string) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) }
  const response = await client.fetch('/api/ask', init)
  const text = await response.text()
  return { id: response.headers.get('x-footnote-answer-id'), holds: text.includes(secret), text }
}

/** Look for the secret of a document whose deletion was just acknowledged, everywhere a user could. */
async function lookFor(client: LibraryClient, { id, secret, question, answerId }: Victim, hits: Hits): Promise<void> {
  const passages = await client.search(secret)
  hits.search += passages.filter(({ document_id }) => document_id === id).length
  const { text } = await askFor(client, question, secret)
  if (text.includes(secret)) hits.answer++
  if (text.includes(id)) hits.citations++
  if (await holds(client, `/api/documents/${id}`, id)) hits.document++
  if (answerId === null) return
  if (await holds(client, `/api/answers/${answerId}`, secret)) hits.history++
  if (await holds(client, `/api/answers/${answerId}/export`, secret)) hits.export++
}

async function holds(client: LibraryClient, path: string, word: string): Promise<boolean> {
  try {
    return (await (await client.fetch(path)).text()).includes(word)
  } catch (error) {
    if (error instanceof RefusedError) return false
    throw error
  }
}

/** Others go on working: one uploads and changes, one searches, one asks. */
function startLoad(client: LibraryClient): { readonly stop: () => Promise<number> } {
  const stopping = new AbortController()
  let operations = 0
  const repeat = async (work: (n: number) => Promise<unknown>) => {
    for (let n = 0; !stopping.signal.aborted; n++, operations++) await work(n)
  }
  const loops = [
    repeat((n) => client.upload(madeDocument({ name: `other${n % OTHERS}`, state: `state${n}` }))),
    repeat((n) => client.search(`other${n % OTHERS} approval`)),
    repeat((n) => client.ask(`What does rule ${n % 12} of other${n % OTHERS} need?`)),
  ]
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(loops)
      return operations
    },
  }
}

/** From the reply to each deletion until its receipt says that every store is done. */
async function purgeTimes(client: LibraryClient, repliedAt: ReadonlyMap<string, number>): Promise<readonly number[]> {
  const deadline = Date.now() + PURGE_DEADLINE_IN_MS
  for (;;) {
    const done = (await client.deletions()).flatMap(({ document_id: id, completed_at: completedAt }) => {
      const replied = repliedAt.get(id)
      return replied === undefined || completedAt === null ? [] : [Math.max(0, Date.parse(completedAt) - replied)]
    })
    if (done.length === repliedAt.size || Date.now() > deadline) return done
    await wait(500)
  }
}

async function tellInRandomOrders(client: LibraryClient) {
  const random = seededRandom(11)
  const since = Date.now() - 3_600_000
  let late = 0
  await inParallel(Array.from({ length: ORDERS }).keys(), 4, async (n) => {
    const twice = NEWS[Math.floor(random() * NEWS.length)] ?? NEWS[0]
    for (const { type, at } of shuffled([...NEWS, twice], random)) {
      const changed_at = new Date(since + at * 60_000).toISOString()
      const query = `source=orders&external_id=order${n}&changed_at=${encodeURIComponent(changed_at)}`
      const put = {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream' },
        body: `Order ${n}, state ${at}.`,
      }
      const path = `/api/documents?${query}${type === 'change' ? `&file_name=order${n}.txt` : ''}`
      late += await refused(client.fetch(path, type === 'change' ? put : { method: 'DELETE' }))
    }
  })
  const left = (await client.list()).filter(({ source }) => source === 'orders').length
  return { orders: ORDERS, refused_as_late: late, left }
}

/** 1 for news that came too late, 0 for what was taken. */
async function refused(sending: Promise<unknown>): Promise<number> {
  try {
    await sending
    return 0
  } catch (error) {
    if (error instanceof RefusedError && error.status === CONFLICT) return 1
    throw error
  }
}

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSet } from '../evaluation/load-set.ts'
import type { AnswerEnvelope } from '../src/contracts/orchestration.ts'
import { dataFolder } from './data-folder.ts'
import { type RunningServer, runCommand, startServer } from './running-server.ts'

/**
 * The Northwind handbooks end to end on a fresh data folder: time to ingest the six PDFs, how often the gold page is among
 * the cited pages, how often unanswerable questions are declined, p95 of /api/ask with ten users at once, memory after it.
 */
const FILES = [
  'Benefit_Options',
  'Northwind_Health_Plus_Benefits_Details',
  'Northwind_Standard_Benefits_Details',
  'PerksPlus',
  'employee_handbook',
  'role_library',
]
const USERS = 10
const LOAD_IN_MS = 20_000
/** The rows of unanswerable.jsonl that the documents really do not answer. */
const UNANSWERABLE_ROWS = [24, 45] as const
const NO_LIMITS = {
  FOOTNOTE_SAMPLES: 'off',
  FOOTNOTE_REQUESTS_PER_MINUTE: '1000000',
  FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: '10000000',
  FOOTNOTE_ANSWER_CACHE_MINUTES: '0',
}

const data = dataFolder()
if (data !== null) await measure(data)

async function measure(data: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'footnote-northwind-'))
  const server = await startServer({ home, environment: NO_LIMITS })
  try {
    const startedAt = performance.now()
    const lines = runCommand(
      ['ingest', '--json', ...FILES.map((name) => join(data, 'documents', 'pdf', `${name}.pdf`))],
      server.environment,
    )
    const ingest_in_s = (performance.now() - startedAt) / 1000
    const ingested = lines
      .split('\n')
      .map((line) => JSON.parse(line) as { state: string; pages: number; passages: number })
    const token = runCommand(['token', '--minutes', '30'], server.environment)
    const questions = await loadSet(join(data, 'retrieval', 'northwind'))
    const cited = await share(questions.questions, async ({ text, judgements }) => {
      const { citations } = await ask(server, token, text)
      return citations.some(({ title, page }) => judgements.has(`${title}#page=${page}`))
    })
    const unanswerable = (await readFile(join(data, 'retrieval', 'northwind', 'unanswerable.jsonl'), 'utf8'))
      .trim()
      .split('\n')
    const declined = await share(unanswerable.slice(...UNANSWERABLE_ROWS), async (line) => {
      const { question, text = question ?? '' } = JSON.parse(line) as { question?: string; text?: string }
      return (await ask(server, token, text)).outcome === 'abstained'
    })
    const load = await underLoad(
      server,
      token,
      questions.questions.map(({ text }) => text),
    )
    console.log(
      JSON.stringify({
        documents: ingested.filter(({ state }) => state === 'ready').length,
        pages: sum(ingested.map(({ pages }) => pages)),
        passages: sum(ingested.map(({ passages }) => passages)),
        ingest_in_s: Number(ingest_in_s.toFixed(1)),
        gold_page_cited: Number(cited.toFixed(3)),
        unanswerable_declined: Number(declined.toFixed(3)),
        ...load,
        resident_in_mb: server.residentInMb(),
      }),
    )
  } finally {
    await server.stop('SIGINT')
    await rm(home, { recursive: true, force: true })
  }
}

async function ask({ url }: RunningServer, token: string, query: string): Promise<AnswerEnvelope> {
  const response = await fetch(`${url}/api/ask`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as AnswerEnvelope
}

async function underLoad(server: RunningServer, token: string, questions: readonly string[]) {
  const end = performance.now() + LOAD_IN_MS
  const times: number[] = []
  let errors = 0
  const user = async (first: number): Promise<void> => {
    for (let i = first; performance.now() < end; i += USERS) {
      const startedAt = performance.now()
      await ask(server, token, questions[i % questions.length] ?? '').catch(() => errors++)
      times.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: USERS }, (_, n) => user(n)))
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0)
  return { users: USERS, asked: times.length, errors, p50_in_ms: at(0.5), p95_in_ms: at(0.95) }
}

async function share<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<number> {
  let held = 0
  for (const item of items) if (await holds(item)) held += 1
  return held / items.length
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

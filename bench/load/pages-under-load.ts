/**
 * The first page under load, and what pages cost those who wait for answers.
 *
 *   node bench/load/pages-under-load.ts [connections=20] [seconds=20]               time of the server-rendered first page
 *   node bench/load/pages-under-load.ts streams=500 [pages=5] [rounds=2]            time to the first text of an answer while
 *                                                                                  pages are loaded, beside runs without
 *
 * Further words: `sets=northwind`, `home=FOLDER`, as in ask-under-load.ts; `answer=30` (seconds that an answer streams, so that
 * many are on their way at once though few begin), `seconds=60` (of each run, after the streams are there). The web client has
 * to be built. Prints one line of JSON per run; runs with and without pages take turns.
 */
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { numberOf, textOf } from '../command-words.ts'
import { dataFolder } from '../data-folder.ts'
import { quantile } from '../quantile.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { tokensFor } from './fill-tenants.ts'
import { openLibraryHome } from './library-home.ts'
import type { LoadedPage } from './load-pages.ts'
import { type Person, planQuestions } from './make-plan.ts'
import { loadPages, sendQuestions, startModel } from './processes.ts'
import type { Sent } from './send-questions.ts'
import { summarise } from './summarise.ts'

const words = process.argv.slice(2)
const STREAMS = numberOf(words, 'streams', 0)
const CONNECTIONS = numberOf(words, 'connections', 20)
const SECONDS = numberOf(words, 'seconds', STREAMS > 0 ? 60 : 20)
const PAGES_PER_SECOND = numberOf(words, 'pages', 5)
const ANSWER_IN_MS = numberOf(words, 'answer', 30) * 1_000
const ROUNDS = numberOf(words, 'rounds', 2)
const SETS = (textOf(words, 'sets') ?? 'northwind').split(',')
const WARM_UP_IN_MS = 5_000
const PATIENCE_IN_MS = 30_000
const TOKENS_OF_AN_ANSWER = 120
const PAGE_LIMIT_IN_MS = 150
const DELAY_LIMIT_IN_MS = 50

/** Limits and the cache are not what is measured. */
const SETTINGS = {
  FOOTNOTE_SAMPLES: 'off',
  FOOTNOTE_WEB: 'on',
  FOOTNOTE_REQUESTS_PER_MINUTE: '1000000',
  FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: '10000000',
  FOOTNOTE_ANSWER_CACHE_MINUTES: '0',
  FOOTNOTE_CHAT_CALLS_AT_ONCE: '1000',
}

const data = dataFolder()
if (data !== null) await measure(join(data, 'retrieval'))

async function measure(folder: string): Promise<void> {
  await using library = await openLibraryHome(folder, SETS, textOf(words, 'home'))
  if (STREAMS === 0) {
    await using server = await startServer({ home: library.home, environment: SETTINGS })
    await pagesFor(server, WARM_UP_IN_MS, null)
    report({ connections: CONNECTIONS, ...spreadOf(await pagesFor(server, SECONDS * 1_000, null)) })
    return
  }
  await using model = await startModel([`tokens=${TOKENS_OF_AN_ANSWER}`, `rate=${rateOf(ANSWER_IN_MS)}`])
  const chat = { FOOTNOTE_CHAT_BASE_URL: model.baseUrl, FOOTNOTE_CHAT_MODEL: 'load' }
  await using server = await startServer({ home: library.home, environment: { ...SETTINGS, ...chat } })
  const people: Person[] = []
  for (const { id: tenantId, questions } of library.tenants) {
    const tokens = await tokensFor(server.environment, tenantId, Math.ceil(STREAMS / library.tenants.length))
    people.push(...tokens.map((token) => ({ tenantId, token, questions })))
  }
  await pagesFor(server, WARM_UP_IN_MS, null)
  await measureStreams(server, people)
}

/** Runs without and with pages in turns; what they differ by at the 95th percentile. */
async function measureStreams(server: RunningServer, people: readonly Person[]): Promise<void> {
  const times: { without: number[]; while: number[] } = { without: [], while: [] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const pages of ['without', 'while'] as const) {
      const { first_text, spread } = await runStreams(server, people, pages === 'while')
      times[pages].push(first_text)
      report({ round: round + 1, pages, ...spread })
    }
  }
  const [before, after] = [quantile(times.without, 0.5), quantile(times.while, 0.5)]
  report({
    first_text_p95: { without: before, while_pages_load: after },
    later: after - before,
    limit: DELAY_LIMIT_IN_MS,
  })
}

async function runStreams(server: RunningServer, people: readonly Person[], withPages: boolean) {
  const forInMs = ANSWER_IN_MS + SECONDS * 1_000
  const plan = {
    url: server.url,
    tokens: people.map(({ token }) => token),
    // Each asks as often as an answer lasts, so on average so many answers are on their way as there are people.
    questions: planQuestions(people, { everyInMs: ANSWER_IN_MS, forInMs }),
    closedLoopForInMs: null,
    patienceInMs: ANSWER_IN_MS + PATIENCE_IN_MS,
  }
  const [sent, pages] = await Promise.all([
    sendQuestions(plan),
    withPages ? pagesFor(server, forInMs, PAGES_PER_SECOND) : [],
  ])
  const from = Math.min(...sent.map(({ sentAt }) => sentAt)) + ANSWER_IN_MS
  const { first_text, ...rest } = summarise(
    sent.filter(({ sentAt }) => sentAt >= from),
    [],
  )
  const spread = { streams_at_once: streamsAtOnce(sent, from), first_text, ...rest, pages_loaded: spreadOf(pages) }
  return { first_text: first_text.p95, spread }
}

/** How many answers were on their way when each of the later ones began, in the middle. */
function streamsAtOnce(sent: readonly Sent[], from: number): number {
  const counts = sent
    .filter(({ sentAt }) => sentAt >= from)
    .map(({ sentAt: at }) => sent.filter(({ sentAt, endedAt }) => sentAt <= at && endedAt > at).length)
  return quantile(counts, 0.5)
}

function pagesFor({ url }: RunningServer, forInMs: number, perSecond: number | null): Promise<readonly LoadedPage[]> {
  return loadPages({ url, connections: CONNECTIONS, perSecond, forInMs })
}

function spreadOf(pages: readonly LoadedPage[]) {
  const good = pages.filter(({ status }) => status === 200)
  const [p50, p95, most] = [0.5, 0.95, 1].map((q) =>
    Math.round(
      quantile(
        good.map(({ tookInMs }) => tookInMs),
        q,
      ),
    ),
  )
  const [{ bytes } = { bytes: 0 }] = good
  return { loaded: good.length, errors: pages.length - good.length, bytes, p50, p95, most, limit: PAGE_LIMIT_IN_MS }
}

/** Tokens a second with which an answer lasts so long. */
function rateOf(answerInMs: number): number {
  return (TOKENS_OF_AN_ANSWER * 1_000) / answerInMs
}

function report(figures: object): void {
  const load_1m = Number((loadavg()[0] ?? 0).toFixed(1))
  console.log(JSON.stringify({ machine: { cores: cpus().length, load_1m }, ...figures }))
}

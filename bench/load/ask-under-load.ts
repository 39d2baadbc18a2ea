/**
 * How many people one installation can answer at once: real questions over server-sent events, with a scripted model
 * (300 ms to the first token, then 40 tokens a second) or with quotations only.
 *
 *   node bench/load/ask-under-load.ts users=500 [every=10] [seconds=60]   people who each ask every 10 s on average
 *   node bench/load/ask-under-load.ts streams=50 [seconds=60]             so many answers always on their way
 *   node bench/load/ask-under-load.ts rates=10,20,40 [seconds=20]         no model: so many questions a second
 *
 * Further words: `sets=obliqa,northwind` (question sets of FOOTNOTE_DATA, one tenant each; half of the people belong to the
 * first; `made-100000` is one of so many made passages), `home=FOLDER` (fill it once, use it again), `first=300 rate=40 tokens=60` (the model), `warm=5` (seconds before
 * anything counts). Prints one line of JSON per run. Generator, model and server are processes of their own, so on a small
 * machine they take the processor from each other: a high `generator_late_p95` says that the figures are those of the machine.
 */
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { numberOf, textOf } from '../command-words.ts'
import { dataFolder } from '../data-folder.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { type FilledTenant, tokensFor } from './fill-tenants.ts'
import { type LibraryHome, openLibraryHome } from './library-home.ts'
import { listQuestions, type Person, planQuestions } from './make-plan.ts'
import { type RunningModel, sendQuestions, startModel, watchProcesses } from './processes.ts'
import type { Plan, Sent } from './send-questions.ts'
import { summarise } from './summarise.ts'

const words = process.argv.slice(2)
const EVERY_IN_MS = numberOf(words, 'every', 10) * 1_000
const WARM_UP_IN_MS = numberOf(words, 'warm', 5) * 1_000
const STREAMS = numberOf(words, 'streams', 0)
const RATES = (textOf(words, 'rates') ?? '')
  .split(',')
  .filter((rate) => rate !== '')
  .map(Number)
const SECONDS = numberOf(words, 'seconds', RATES.length > 0 ? 20 : 60)
const USERS = numberOf(words, 'users', RATES.length > 0 ? 500 : 50)
const SETS = (textOf(words, 'sets') ?? 'obliqa,northwind,squad-dev').split(',')
const PATIENCE_IN_MS = 30_000
/** More than anybody of a closed loop asks in a run. */
const QUESTIONS_EACH = 1_000

/** Limits and the cache are not what is measured. */
const SETTINGS = {
  FOOTNOTE_SAMPLES: 'off',
  FOOTNOTE_WEB: 'off',
  FOOTNOTE_REQUESTS_PER_MINUTE: '1000000',
  FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: '10000000',
  FOOTNOTE_ANSWER_CACHE_MINUTES: '0',
  FOOTNOTE_CHAT_CALLS_AT_ONCE: '1000',
}

const data = dataFolder()
if (data !== null) await measure(data)

async function measure(data: string): Promise<void> {
  await using library = await openLibraryHome(join(data, 'retrieval'), SETS, textOf(words, 'home'))
  await run(library)
}

async function run({ home, tenants }: LibraryHome): Promise<void> {
  if (RATES.length === 0) {
    await using model = await startModel(words)
    const chat = { FOOTNOTE_CHAT_BASE_URL: model.baseUrl, FOOTNOTE_CHAT_MODEL: 'load' }
    await using server = await startServer({ home, environment: { ...SETTINGS, ...chat } })
    await measureRun(server, model, await peopleOf(server, tenants, STREAMS || USERS), EVERY_IN_MS)
    await server.stop('SIGINT')
    return
  }
  await using server = await startServer({ home, environment: SETTINGS })
  const people = await peopleOf(server, tenants, USERS)
  for (const rate of RATES) await measureRun(server, null, people, (USERS / rate) * 1_000)
  await server.stop('SIGINT')
}

/** Half of the people belong to the first tenant, the others are spread over the other tenants. */
async function peopleOf(
  { environment }: RunningServer,
  tenants: readonly FilledTenant[],
  count: number,
): Promise<readonly Person[]> {
  const [, ...others] = tenants
  const shares = tenants.map((_, n) => (others.length === 0 ? 1 : n === 0 ? 0.5 : 0.5 / others.length))
  const groups = tenants.map(async ({ id: tenantId, questions }, n) => {
    const tokens = await tokensFor(environment, tenantId, Math.ceil(count * (shares[n] ?? 0)))
    return tokens.map((token) => ({ tenantId, token, questions }))
  })
  return (await Promise.all(groups)).flat().slice(0, count)
}

async function measureRun(
  server: RunningServer,
  model: RunningModel | null,
  people: readonly Person[],
  everyInMs: number,
): Promise<void> {
  const planOf = (forInMs: number): Plan => ({
    url: server.url,
    tokens: people.map(({ token }) => token),
    questions: STREAMS > 0 ? listQuestions(people, QUESTIONS_EACH) : planQuestions(people, { everyInMs, forInMs }),
    closedLoopForInMs: STREAMS > 0 ? forInMs : null,
    patienceInMs: PATIENCE_IN_MS,
  })
  await sendQuestions(planOf(WARM_UP_IN_MS))
  const taken = watchProcesses({ server: server.pid, ...(model === null ? {} : { model: model.pid }) })
  const sent = await sendQuestions(planOf(SECONDS * 1_000))
  const processes = taken()
  const calls = (await model?.calls()) ?? []
  const [{ cpuInSeconds } = { cpuInSeconds: 0 }] = processes
  console.log(
    JSON.stringify({
      machine: { cores: cpus().length, load_1m: Number((loadavg()[0] ?? 0).toFixed(1)) },
      load: STREAMS > 0 ? { streams: STREAMS } : { users: people.length, every_s: everyInMs / 1_000 },
      model: model === null ? null : 'scripted',
      ...summarise(sent, calls),
      server_cpu_ms_per_question: Math.round((cpuInSeconds * 1_000) / Math.max(1, sent.length)),
      processes,
      tenants: byTenant(sent, people),
    }),
  )
}

/** Whether those who belong to a small tenant wait as long as those of the large one. */
function byTenant(sent: readonly Sent[], people: readonly Person[]) {
  const groups = Map.groupBy(sent, ({ asker }) => people[asker]?.tenantId ?? '')
  return [...groups].map(([tenant, own]) => {
    const { asked, errors, refused, first_part, whole } = summarise(own, [])
    return { tenant, asked, errors, refused, first_part_p95: first_part.p95, whole_p95: whole.p95 }
  })
}

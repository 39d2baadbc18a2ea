/**
 * Processor time that one question takes, without HTTP: the main thread, and the whole process with database and index. It
 * hardly depends on who else is busy, so two versions can be compared on a machine that is not quiet (run them in turns).
 *
 *   node bench/load/ask-cost.ts [questions=200] [at-once=4] [set=obliqa] [home=FOLDER] [quotations] [traced] [profile=FILE]
 *
 * The model of bench/load writes 60 tokens, as fast as it can; `quotations` asks without it; `traced` sends traces
 * and metrics to a process that throws them away. `home` is a folder that bench/load/ask-under-load.ts has filled. `profile` writes what the main thread did, for the developer tools of a browser.
 */
import { writeFile } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'
import { join, resolve } from 'node:path'
import { compose } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { type CallContext, systemClock } from '../../src/contracts/call-context.ts'
import { DEFAULT_TOP_K } from '../../src/contracts/filters.ts'
import type { Orchestration } from '../../src/contracts/orchestration.ts'
import type { Retrieval } from '../../src/contracts/retrieval.ts'
import { numberOf, textOf } from '../command-words.ts'
import { dataFolder } from '../data-folder.ts'
import { inParallel } from '../in-parallel.ts'
import { openLibraryHome } from './library-home.ts'
import { startModel } from './processes.ts'

const words = process.argv.slice(2)
const QUESTIONS = numberOf(words, 'questions', 200)
const AT_ONCE = numberOf(words, 'at-once', 4)
const SET = textOf(words, 'set') ?? 'obliqa'
const PROFILE = textOf(words, 'profile')
/** All of the code is compiled, and caches are as full as they get. */
const WARM_UP_SHARE = 0.5

const data = dataFolder()
if (data !== null) await measure(data)

async function measure(data: string): Promise<void> {
  await using library = await openLibraryHome(join(data, 'retrieval'), [SET], textOf(words, 'home'))
  await using model = await startModel(['first=0', 'rate=100000'])
  const chat = { FOOTNOTE_CHAT_BASE_URL: model.baseUrl, FOOTNOTE_CHAT_MODEL: 'load' }
  const settings = {
    FOOTNOTE_HOME: library.home,
    FOOTNOTE_SAMPLES: 'off',
    FOOTNOTE_LOG_LEVEL: 'error',
    ...(words.includes('quotations') ? {} : chat),
    ...(words.includes('traced') ? { OTEL_EXPORTER_OTLP_ENDPOINT: model.otlpEndpoint } : {}),
  }
  const roles = 'retrieval,orchestration'
  await using footnote = await compose({ ...readConfig({ ...settings, ROLES: roles }), serveWeb: false })
  const { retrieval, orchestration } = footnote
  if (retrieval === null || orchestration === null) throw new Error('retrieval and orchestration are not hosted')
  const [tenant = { id: '', questions: [] }] = library.tenants
  const questions = Array.from({ length: QUESTIONS }, (_, n) => tenant.questions[n % tenant.questions.length] ?? '')
  const stages = {
    search: (query: string) => search(retrieval, query, tenant.id),
    ask: (query: string) => ask(orchestration, query, tenant.id),
  }
  for (const stage of Object.values(stages))
    await inParallel(questions.slice(0, QUESTIONS * WARM_UP_SHARE), AT_ONCE, stage)
  for (const [name, stage] of Object.entries(stages)) {
    const cost = await costOf(name, () => inParallel(questions, AT_ONCE, stage))
    console.log(JSON.stringify({ stage: name, questions: QUESTIONS, at_once: AT_ONCE, ...cost }))
  }
}

async function search(retrieval: Retrieval, query: string, tenantId: string): Promise<void> {
  await retrieval.search({ query, top_k: DEFAULT_TOP_K }, contextOf(tenantId))
}

async function ask(orchestration: Orchestration, query: string, tenantId: string): Promise<void> {
  for await (const part of orchestration.ask({ query, top_k: DEFAULT_TOP_K }, contextOf(tenantId)))
    if (part.type === 'error') throw new Error(part.detail)
}

function contextOf(tenantId: string): CallContext {
  const who = { tenant_id: tenantId, object_id: 'reader', group_ids: [], roles: ['Reader' as const] }
  const signal = new AbortController().signal
  return { principal: { ...who, kind: 'user' }, requestId: crypto.randomUUID(), signal, clock: systemClock }
}

/** Milliseconds of processor time per question. */
async function costOf(name: string, work: () => Promise<void>) {
  const session = PROFILE === undefined ? null : await startProfile()
  const [whole, main] = [process.cpuUsage(), process.threadCpuUsage()]
  await work()
  const [wholeTaken, mainTaken] = [process.cpuUsage(whole), process.threadCpuUsage(main)]
  if (session !== null && PROFILE !== undefined) {
    const { profile } = await session.post('Profiler.stop')
    await writeFile(resolve(`${PROFILE}-${name}.cpuprofile`), JSON.stringify(profile))
    session.disconnect()
  }
  const each = ({ user, system }: NodeJS.CpuUsage) => Number(((user + system) / 1_000 / QUESTIONS).toFixed(2))
  return { main_thread_ms: each(mainTaken), process_ms: each(wholeTaken) }
}

async function startProfile(): Promise<Session> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  await session.post('Profiler.start')
  return session
}

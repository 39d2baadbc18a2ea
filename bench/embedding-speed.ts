/**
 * Measures the embedding model of the settings (FOOTNOTE_EMBEDDING_…, else the built-in one): how long it takes to open,
 * texts per second, a question alone and beside passages, and the longest time that the event loop did not turn.
 * Run: `node bench/embedding-speed.ts`.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readConfig } from '../src/config.ts'
import { createAnalysers } from '../src/language/analyser.ts'
import { openPlatform } from '../src/platform/open-platform.ts'
import { openTelemetry } from '../src/platform/telemetry/pino-prometheus.ts'
import { quantile } from './quantile.ts'

const PASSAGES = 192
const BATCH = 16
const QUESTIONS = 200
const SENTENCE =
  'The annual deductible of the health insurance plan is 500 dollars for every employee and their family. '
const LENGTHS = { '1 sentence': 1, 'a passage of about 100 words': 6, 'a passage of about 400 words': 24 }
const signal = new AbortController().signal

const telemetry = openTelemetry({ level: 'warn' })
const analysers = createAnalysers()
const openedAt = performance.now()
await using platform = openPlatform(readConfig(process.env), { telemetry, analysers, databaseTemplate: '' })
const model = await platform.embeddingModel()
const ms = (value: number) => `${value.toFixed(1)} ms`
console.log(`${model.fingerprint}: ${model.dimensions} dimensions, opened in ${ms(performance.now() - openedAt)}`)

for (const [name, sentences] of Object.entries(LENGTHS)) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const inMs = await embedAll(sentences)
  delay.disable()
  const speed = ((PASSAGES / inMs) * 1000).toFixed(0)
  console.log(`${name}: ${speed} texts/s, longest event-loop gap ${ms(delay.max / 1e6)}`)
}
report('a question alone', await askAll())
const [beside] = await Promise.all([askAll(), embedAll(6)])
report('a question beside passages', beside)
console.log(`resident memory ${Math.round(process.memoryUsage().rss / 1e6)} MB`)

async function embedAll(sentences: number): Promise<number> {
  const startedAt = performance.now()
  const texts = Array.from({ length: BATCH }, (_, n) => `${n} ${SENTENCE.repeat(sentences)}`)
  for (let done = 0; done < PASSAGES; done += BATCH) await model.embedPassages(texts, signal)
  return performance.now() - startedAt
}

async function askAll(): Promise<readonly number[]> {
  const times: number[] = []
  for (let n = 0; n < QUESTIONS; n++) {
    const startedAt = performance.now()
    await model.embedQuery(`How high is the annual deductible of plan number ${n}?`, signal)
    times.push(performance.now() - startedAt)
  }
  return times
}

function report(what: string, times: readonly number[]): void {
  console.log(`${what}: p50 ${ms(quantile(times, 0.5))}, p95 ${ms(quantile(times, 0.95))}`)
}

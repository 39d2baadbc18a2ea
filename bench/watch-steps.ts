import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import { type PassedStep, STEPS_CHANNEL } from '../src/ingestion/steps.ts'

/**
 * Loaded by a server before itself (`node --import`): writes down every step of ingestion that it passes, one line of JSON
 * each, into FOOTNOTE_BENCH_STEPS, and lets the process die, as a power cut of the process would, at the n-th passing of a
 * step when FOOTNOTE_BENCH_DIE_AT says `<step>:<n>`.
 */
const file = process.env['FOOTNOTE_BENCH_STEPS']
const [step, count] = (process.env['FOOTNOTE_BENCH_DIE_AT'] ?? '').split(':')
let passings = 0

subscribe(STEPS_CHANNEL, (message) => {
  const passed = message as PassedStep
  const dies = passed.step === step && ++passings === Number(count)
  if (file !== undefined)
    appendFileSync(file, `${JSON.stringify({ ...passed, at: Date.now(), pid: process.pid, dies })}\n`)
  if (dies) process.kill(process.pid, 'SIGKILL')
})

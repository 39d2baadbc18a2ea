import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from './running-server.ts'

/**
 * How long `npm start` takes until /readyz answers 200, on an empty data folder and on the same one again. Installing and
 * building are done before. The loop of plain additions tells how fast the machine is right now: figures of two machines,
 * or of a busy and a quiet one, are comparable only through it.
 */
const ROUNDS = 5
const CALIBRATION_ADDITIONS = 300_000_000

const first: number[] = []
const next: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  const home = await mkdtemp(join(tmpdir(), 'footnote-start-'))
  for (const times of [first, next]) {
    const server = await startServer({ home, throughNpm: true })
    times.push(server.readyAfterInMs)
    await server.stop('SIGINT')
  }
  await rm(home, { recursive: true, force: true })
}
console.log(
  JSON.stringify({
    first_start_in_ms: median(first),
    next_start_in_ms: median(next),
    calibration_in_ms: calibrate(),
    rounds: { first, next },
  }),
)

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function calibrate(): number {
  const startedAt = performance.now()
  let sum = 0
  for (let i = 0; i < CALIBRATION_ADDITIONS; i++) sum = (sum + i) | 0
  return Math.round(performance.now() - startedAt + (sum === 1 ? 1 : 0))
}

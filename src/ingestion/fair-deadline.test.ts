import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { startFairDeadline } from './fair-deadline.ts'
import { waitedInMs } from './process-figures.ts'

/** A process that works without end; lower numbers come first. */
async function busyProcess(niceness: number) {
  const child = spawn('nice', ['-n', String(niceness), 'sh', '-c', 'while :; do :; done'], { stdio: 'ignore' })
  await once(child, 'spawn')
  return { pid: child.pid, [Symbol.dispose]: () => void child.kill('SIGKILL') }
}

const timeOf = (pid: number | undefined, milliseconds: number) => {
  const { promise, resolve } = Promise.withResolvers<number>()
  const startedAt = performance.now()
  startFairDeadline(pid, milliseconds, () => resolve(performance.now() - startedAt))
  return promise
}

test('a process that does nothing has its time and no more', async () => {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' })
  try {
    expect(await timeOf(child.pid, 300)).toBeLessThan(900)
  } finally {
    child.kill('SIGKILL')
  }
})

test.skipIf(process.platform !== 'linux')('time without a processor does not count', async () => {
  const others = await Promise.all(Array.from({ length: availableParallelism() * 2 }, () => busyProcess(0)))
  // Not so low that it might get no turn at all: the system counts a wait when it ends.
  using starved = await busyProcess(5)
  try {
    const waited = (await waitedInMs(starved.pid)) ?? 0
    const took = await timeOf(starved.pid, 500)
    const waitedMeanwhile = (await waitedInMs(starved.pid)) - waited
    // How much a starved process waits depends on what else the machine does; that all of it is given back does not.
    expect(waitedMeanwhile).toBeGreaterThan(100)
    expect(took).toBeGreaterThan(Math.min(2_000, 500 + waitedMeanwhile) - 75)
    expect(took).toBeLessThan(4_000)
  } finally {
    for (const other of others) other[Symbol.dispose]()
  }
})

test('a deadline that was put off counts from the start, and one that was taken back never ends', async () => {
  const startedAt = performance.now()
  const { promise, resolve } = Promise.withResolvers<number>()
  const later = startFairDeadline(undefined, 100, () => resolve(performance.now() - startedAt))
  const never = startFairDeadline(undefined, 100, () => expect.unreachable())
  later.extendTo(400)
  never.cancel()
  expect(await promise).toBeGreaterThan(390)
})

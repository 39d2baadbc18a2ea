import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestRetrieval, type TestRetrieval } from '../testing/open-test-retrieval.ts'
import { createWarmUp } from './warm-up.ts'

let retrieval: TestRetrieval
beforeAll(async () => {
  retrieval = await openTestRetrieval()
})
afterAll(() => retrieval[Symbol.asyncDispose]())

/** The methods of the index that are called ahead of the first question, and what is logged. */
async function warm(partition: () => Promise<{ tenantId: string; generation: string }>) {
  const [called, log]: [string[], string[]] = [[], []]
  const index = new Proxy(retrieval.index, {
    get: (real, name) => {
      called.push(String(name))
      return Reflect.get(real, name) as unknown
    },
  })
  const logger = pino({ level: 'debug', base: null }, { write: (line) => void log.push(line) })
  {
    await using warming = createWarmUp({ index, embedder: retrieval.embedder, logger, partition })
    warming.start()
    await new Promise(setImmediate)
  }
  return { called: called.toSorted(), log }
}

it('asks the index for words, vectors and counts, and is waited for when the process stops', async () => {
  const { called, log } = await warm(async () => ({ tenantId: 'warm', generation: retrieval.generation }))
  expect(called).toEqual(['searchLexical', 'searchVector', 'termStatistics'])
  expect(log).toEqual([])
})

it('leaves an index that is not there to who asks', async () => {
  const { called, log } = await warm(() => Promise.reject(new Error('the self-test has not passed')))
  expect(called).toEqual([])
  expect(log.join()).toContain('the self-test has not passed')
})

/**
 * Footnote's index beside other full-text engines for Node.js: MiniSearch, Orama and SQLite's FTS5. All get the same terms of
 * the same made texts; each lives in a process of its own and is asked every question in turn with the others.
 * Prints filling rate, p50 and p95 of a search, resident memory, and how many of Footnote's first ten an engine finds as well.
 *
 *   node bench/engines/side-by-side.ts [passages=20000] [questions=200] [engines=footnote,minisearch,orama,sqlite]
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { numberOf, textOf } from '../command-words.ts'
import { openMadeLibrary } from '../made-library.ts'
import { quantile } from '../quantile.ts'
import { type EngineNews, NO_MORE } from './engine-process.ts'

const words = process.argv.slice(2)
const PASSAGES = numberOf(words, 'passages', 20_000)
const QUESTIONS = numberOf(words, 'questions', 200)
const NAMES = (textOf(words, 'engines') ?? 'footnote,minisearch,orama,sqlite').split(',')
const WARM_UP = 20
const COMPARED_HITS = 10

const questions = (await openMadeLibrary()).questions(QUESTIONS + WARM_UP)
const engines = []
// One after the other: filled at the same time they would take the processors from each other.
for (const name of NAMES) engines.push(await startEngine(name))
for (const [n, question] of questions.entries()) {
  const first = new Set((await engines[0]?.ask(question, n >= WARM_UP))?.slice(0, COMPARED_HITS))
  for (const engine of engines.slice(1)) engine.compare(first, await engine.ask(question, n >= WARM_UP))
}
for (const engine of engines) console.log(JSON.stringify(engine.summary()))
for (const engine of engines) await engine.stop()

async function startEngine(name: string) {
  const entry = join(import.meta.dirname, 'engine-process.ts')
  const child = fork(entry, [name, String(PASSAGES)], { execArgv: ['--expose-gc', '--max-old-space-size=8192'] })
  const gone = once(child, 'exit')
  const ended = gone.then(() => Promise.reject(new Error(`${name} ended`)))
  const news = async (): Promise<EngineNews> => {
    const { promise, resolve } = Promise.withResolvers<EngineNews>()
    child.once('message', (told: EngineNews) => resolve(told))
    return await Promise.race([promise, ended])
  }
  const filled = await news()
  if (filled.type !== 'filled') throw new Error(`${name} did not say that it is filled`)
  const times: number[] = []
  let [common, compared] = [0, 0]
  return {
    ask: async (question: string, isTimed: boolean): Promise<readonly string[]> => {
      child.send(question)
      const found = await news()
      if (found.type !== 'found') throw new Error(`${name} answered something else`)
      if (isTimed) times.push(found.inMs)
      return found.hits
    },
    compare: (first: ReadonlySet<string>, hits: readonly string[]) => {
      common += hits.slice(0, COMPARED_HITS).filter((hit) => first.has(hit)).length
      compared += first.size
    },
    summary: () => ({
      engine: name,
      passages: PASSAGES,
      passages_per_s: Math.round(PASSAGES / filled.seconds),
      p50_ms: Number(quantile(times, 0.5).toFixed(2)),
      p95_ms: Number(quantile(times, 0.95).toFixed(2)),
      resident_mb: filled.residentInMb,
      ...(compared > 0 && { same_first_ten: Number((common / compared).toFixed(3)) }),
    }),
    stop: async () => {
      child.send(NO_MORE)
      await gone
      await ended.catch(() => undefined)
    },
  }
}

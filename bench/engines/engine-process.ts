/** One search engine in a process of its own, filled at the start, that answers questions sent to it. */
import { openMadeLibrary } from '../made-library.ts'
import { openFootnote } from './footnote.ts'
import type { FullTextEngine } from './full-text-engine.ts'
import { openMiniSearch } from './mini-search.ts'
import { openOrama } from './orama.ts'
import { openSqlite } from './sqlite.ts'

export const ENGINES = {
  footnote: openFootnote,
  minisearch: openMiniSearch,
  orama: openOrama,
  sqlite: openSqlite,
} as const satisfies Record<string, () => Promise<FullTextEngine>>

/** Sent instead of a question when there is none left. */
export const NO_MORE = ''

/** What the process tells: first how filling went, then how long each question took. */
export type EngineNews =
  | { readonly type: 'filled'; readonly seconds: number; readonly residentInMb: number }
  | { readonly type: 'found'; readonly hits: readonly string[]; readonly inMs: number }

if (process.send !== undefined) {
  const [name = '', passages = ''] = process.argv.slice(2)
  const tell = (news: EngineNews): void => void process.send?.(news)
  const open = Object.entries(ENGINES).find(([known]) => known === name)?.[1]
  if (open === undefined) throw new Error(`There is no engine "${name}".`)
  const library = await openMadeLibrary()
  await using engine = await open()
  const startedAt = performance.now()
  await engine.fill(library.passages('tenant-0', Number(passages)))
  const seconds = (performance.now() - startedAt) / 1_000
  globalThis.gc?.()
  tell({ type: 'filled', seconds, residentInMb: Math.round(process.memoryUsage.rss() / 1e6) })
  for (;;) {
    const question = await new Promise<string>((resolve) => process.once('message', resolve))
    if (question === NO_MORE) break
    const askedAt = performance.now()
    const hits = await engine.search(question)
    tell({ type: 'found', hits, inMs: performance.now() - askedAt })
  }
  process.disconnect()
}

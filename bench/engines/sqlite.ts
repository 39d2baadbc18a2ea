import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createAnalysers } from '../../src/language/analyser.ts'
import { type FullTextEngine, HITS } from './full-text-engine.ts'

/** SQLite's FTS5 on disk, with the terms that Footnote's analyser makes. */
export async function openSqlite(): Promise<FullTextEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-sqlite-'))
  const analyser = createAnalysers().of('en')
  const database = new DatabaseSync(join(folder, 'passages.db'))
  database.exec('create virtual table passages using fts5(id unindexed, terms, tokenize = unicode61)')
  const insert = database.prepare('insert into passages (id, terms) values (?, ?)')
  const select = database.prepare('select id from passages where passages match ? order by rank limit ?')
  return {
    fill: async (passages) => {
      database.exec('begin')
      for (const { id, title, text } of passages) insert.run(id, analyser.analyse(`${title}\n${text}`).join(' '))
      database.exec('commit')
      database.exec("insert into passages(passages) values ('optimize')")
    },
    search: async (question) => {
      const terms = new Set(analyser.analyse(question))
      if (terms.size === 0) return []
      const query = [...terms].map((term) => `"${term.replaceAll('"', '""')}"`).join(' OR ')
      return select.all(query, HITS).map(({ id }) => String(id))
    },
    [Symbol.asyncDispose]: async () => {
      database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

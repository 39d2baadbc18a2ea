import pc from 'picocolors'
import type { Config } from '../config.ts'
import { type Source, SourcePage } from '../contracts/sources.ts'
import { plainLine } from './plain-line.ts'
import { withClient } from './with-client.ts'

/** Print the sources that are kept in step, by name. */
export async function listSourcesCommand(config: Config, { json }: { readonly json: boolean }): Promise<void> {
  const sources = await withClient(config, async (client) => {
    const all: Source[] = []
    for (let cursor = ''; ; ) {
      const page = SourcePage.parse(await client.call('GET', `/api/sources?limit=100${cursor}`))
      all.push(...page.sources)
      if (page.next_cursor === null) return all
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`
    }
  })
  if (json) for (const source of sources) console.log(JSON.stringify(source))
  else if (sources.length === 0)
    console.log('No source is kept in step yet; begin with "npx footnote sync <folder or address>".')
  else for (const source of sources) console.log(linesOf(source).join('\n'))
}

function linesOf({ name, kind, location, state, detail, documents, finished_at, started_at }: Source): string[] {
  const colour = state === 'failed' ? pc.red : state === 'syncing' ? pc.yellow : pc.green
  const when = (finished_at ?? started_at ?? '').slice(0, 16).replace('T', ' ')
  const line = `${pc.bold(plainLine(name))}  ${colour(state)} ${when}  ${documents} documents  ${kind} ${plainLine(location)}`
  return detail === null ? [line] : [line, `  > ${plainLine(detail)}`]
}

/** Stop keeping a source in step; its documents stay. */
export async function forgetSourceCommand(config: Config, name: string): Promise<void> {
  await withClient(config, (client) => client.call('DELETE', `/api/sources/${encodeURIComponent(name)}`))
  console.log(`The source "${plainLine(name)}" is forgotten; its documents stay until they are deleted.`)
}

import pc from 'picocolors'
import { dataOf, everyPage } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { Source } from '../contracts/sources.ts'
import { plainLine } from './plain-line.ts'
import { withClient } from './with-client.ts'

/** Print the sources that are kept in step, by name. */
export async function listSourcesCommand(config: Config, { json }: { readonly json: boolean }): Promise<void> {
  const sources = await withClient(config, async (client) => {
    const all: Source[] = []
    for await (const page of everyPage((after) =>
      dataOf(client.GET('/api/sources', { params: { query: { limit: 100, ...after } } })),
    ))
      all.push(...page.sources)
    return all
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
  await withClient(config, (client) => client.DELETE('/api/sources/{name}', { params: { path: { name } } }))
  console.log(`The source "${plainLine(name)}" is forgotten; its documents stay until they are deleted.`)
}

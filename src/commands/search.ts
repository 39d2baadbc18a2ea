import pc from 'picocolors'
import type { Config } from '../config.ts'
import { withClient } from './with-client.ts'

/** Print the passages that a question finds, best first. */
export async function searchCommand(
  config: Config,
  query: string,
  { json, topK }: { readonly json: boolean; readonly topK: number | undefined },
): Promise<void> {
  const found = await withClient(config, (client) =>
    client.search(topK === undefined ? { query } : { query, top_k: topK }),
  )
  if (json) {
    console.log(JSON.stringify(found))
    return
  }
  if (found.passages.length === 0) console.log('Nothing found.')
  for (const [i, passage] of found.passages.entries()) {
    const place = [
      passage.title,
      passage.page === null ? null : `page ${passage.page}`,
      passage.heading.join(' › ') || null,
    ].filter((part) => part !== null)
    console.log(
      `${pc.cyan(String(i + 1).padStart(2))} ${passage.relevance_score.toFixed(2)}  ${pc.bold(place.join(', '))}`,
    )
    console.log(`      ${pc.dim(passage.text.replace(/\s+/g, ' ').slice(0, 240))}`)
  }
}

import pc from 'picocolors'
import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { SearchReply } from '../contracts/retrieval.ts'
import { plainLine } from './plain-line.ts'
import { showPassage } from './show-passage.ts'
import { understoodNotes } from './understood-notes.ts'
import { withClient } from './with-client.ts'

export interface SearchOptions {
  readonly json: boolean
  readonly topK: number | undefined
  /** Search for the words as they are. */
  readonly asWritten: boolean
  readonly explain: boolean
}

/** Print the passages that a question finds, best first, with the words that it found them by. */
export async function searchCommand(config: Config, query: string, options: SearchOptions): Promise<void> {
  const { json, topK, asWritten, explain } = options
  const input = {
    query,
    ...(topK === undefined ? {} : { top_k: topK }),
    ...(asWritten ? { interpret: false } : {}),
    ...(explain ? { explain } : {}),
  }
  const found = await withClient(config, (client) => dataOf(client.POST('/api/search', { body: input })))
  if (json) console.log(JSON.stringify(found))
  else console.log(describeSearch(found).join('\n'))
}

const CHANGED_MODEL =
  'found by words alone: the embedding model is not the one that built the index; run "npx footnote reindex"'

/** What a search found, as lines for people. Colours are left out where picocolors finds no terminal. */
export function describeSearch({ passages, understood, explanation, degraded = [] }: SearchReply): readonly string[] {
  const reused = explanation?.reused_search === true ? ['reused the search of a like question'] : []
  const changed = degraded.includes('changed_model') ? [CHANGED_MODEL] : []
  const notes = [...understoodNotes(understood), ...reused, ...changed].map((note) => pc.dim(note))
  if (passages.length === 0) return ['Nothing found.', ...notes]
  const lines = passages.flatMap((passage, at) => {
    const explained = explanation?.passages.find(({ passage_id }) => passage_id === passage.passage_id)
    const score = passage.relevance_score.toFixed(2)
    return [
      `${pc.cyan(String(at + 1).padStart(2))} ${score}  ${pc.bold(placeOf(passage))}`,
      `      ${showPassage(passage, (word) => pc.yellow(word))}`,
      ...(explained === undefined ? [] : [`      ${pc.dim(describeScores(explained))}`]),
    ]
  })
  return [...lines, ...notes]
}

function placeOf({ title, page, heading }: SearchReply['passages'][number]): string {
  return [title, page === null ? '' : `page ${page}`, heading.join(' › ')]
    .filter((part) => part !== '')
    .map((part) => plainLine(part))
    .join(', ')
}

type Explained = NonNullable<SearchReply['explanation']>['passages'][number]

/** Scores and ranks of both searches, and what each feature added. */
function describeScores({ lexical, lexical_rank, vector, vector_rank, fused, score, features }: Explained): string {
  const legs = [
    lexical === null ? 'not found by words' : `words ${lexical.toFixed(2)} (rank ${lexical_rank})`,
    vector === null ? 'not found by meaning' : `meaning ${vector.toFixed(2)} (rank ${vector_rank})`,
    `joined ${fused.toFixed(2)}`,
    `re-ranked ${score.toFixed(2)}`,
  ]
  const parts = features
    .filter(({ contribution }) => contribution !== 0)
    .map(({ name, value, weight }) => `${name} ${value.toFixed(2)} × ${weight.toFixed(2)}`)
  return `${legs.join(', ')}: ${parts.join(', ')}`
}

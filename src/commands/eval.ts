import { loadSet } from '../../evaluation/load-set.ts'
import { runSet, type SetResult } from '../../evaluation/run-set.ts'
import type { Config } from '../config.ts'
import { MAXIMUM_TOP_K } from '../contracts/filters.ts'
import { openEvaluationLibrary } from './open-evaluation-library.ts'

/** Measure retrieval on a question set, in a data folder of its own that is thrown away afterwards. */
export async function evalCommand(config: Config, folder: string, { json }: { readonly json: boolean }): Promise<void> {
  const set = await loadSet(folder)
  if (!json) console.error(`Loading ${set.documents.length} documents …`)
  await using library = await openEvaluationLibrary(config, set)
  if (!json) console.error(`Asking ${set.questions.length} questions …`)
  const { retrieval } = library.footnote
  if (retrieval === null) throw new Error('the retrieval role is not hosted')
  const result = await runSet(set, async (query) => {
    const { passages } = await retrieval.search({ query, top_k: MAXIMUM_TOP_K }, library.context)
    return passages.map(({ external_id }) => external_id)
  })
  print(result, json)
}

function print(result: SetResult, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(result))
    return
  }
  console.log(
    `${result.set}: ${result.documents} documents, ${result.queries} questions, ${result.seconds.toFixed(1)} s`,
  )
  for (const name of ['ndcg_at_10', 'hit_at_5', 'recall_at_10', 'mrr_at_10'] as const)
    console.log(`  ${name.padEnd(13)} ${result[name].toFixed(4)}`)
}

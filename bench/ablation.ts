/**
 * What each part of the search is worth: hit@5 and nDCG@10 of question sets with every part, and with each part left out.
 * Weights are not learned anew for what is left. Run: `node bench/ablation.ts [set …]`, sets of FOOTNOTE_DATA.
 */
import { join } from 'node:path'
import { loadSet, type QuestionSet } from '../evaluation/load-set.ts'
import { comparePaired } from '../evaluation/paired-test.ts'
import { hitAt, type Judgements, ndcgAt } from '../evaluation/scorers.ts'
import { openEvaluationLibrary } from '../src/commands/open-evaluation-library.ts'
import { readConfig } from '../src/config.ts'
import { FEATURES, type Feature } from '../src/retrieval/features/features-of.ts'
import type { RerankerWeights } from '../src/retrieval/learn-weights.ts'
import { orderByWeights, RERANKER_WEIGHTS } from '../src/retrieval/rerank.ts'
import { createExampleSource, type RerankExample } from '../src/retrieval/rerank-examples.ts'

const DATA = process.env['FOOTNOTE_DATA'] ?? new URL('../../shared/data', import.meta.url).pathname
const DEFAULT_SETS = ['northwind', 'scifact', 'tatqa', 'cacm', 'npl', 'pubmedqa', 'obliqa', 'squad-dev']

type Order = (candidates: readonly RerankExample[]) => readonly RerankExample[]

const byFeature =
  (name: Feature): Order =>
  (candidates) =>
    candidates.toSorted((a, b) => valueOf(b, name) - valueOf(a, name))

const GROUPS: Readonly<Record<string, readonly Feature[]>> = {
  coverage: ['coverage', 'rare_coverage', 'repeated_coverage'],
  sentences: ['best_sentence', 'best_two_sentences'],
  windows: ['narrow_window', 'wide_window'],
  pairs: ['ordered_pairs', 'near_pairs'],
  'verbatim runs': ['verbatim_runs'],
  'words as written': ['written_words', 'numbers', 'names'],
  title: ['title'],
  'answer type': ['answer_type'],
  length: ['length'],
  'word vectors': ['vector', 'sentence_vector'],
}

const VARIANTS: Readonly<Record<string, Order>> = {
  'every part': (candidates) => orderByWeights(candidates, RERANKER_WEIGHTS),
  'BM25 alone': byFeature('bm25'),
  'first stage alone': (candidates) => candidates.toSorted((a, b) => b.fused - a.fused),
  ...Object.fromEntries(
    Object.entries(GROUPS).map(([name, features]): [string, Order] => [
      `without ${name}`,
      (candidates) => orderByWeights(candidates, without(features)),
    ]),
  ),
}

for (const name of process.argv.length > 2 ? process.argv.slice(2) : DEFAULT_SETS)
  await measure(await loadSet(join(DATA, 'retrieval', name)))

async function measure(set: QuestionSet): Promise<void> {
  await using library = await openEvaluationLibrary(readConfig({}), set)
  const { platform, wiring } = library.footnote
  const examplesOf = createExampleSource({
    database: await platform.database(),
    index: await platform.searchIndex(),
    embedder: await platform.embeddingModel(),
    wordVectors: await platform.wordVectors(),
    analysers: wiring.analysers,
    generationOf: async () => wiring.generation,
  })
  const studied: { readonly judgements: Judgements; readonly candidates: readonly RerankExample[] }[] = []
  for (const { text, judgements } of set.questions)
    studied.push({ judgements, candidates: await examplesOf(text, library.context) })
  const scores = Object.entries(VARIANTS).map(([name, order]) => {
    const rankings = studied.map(({ judgements, candidates }) => {
      const ids = [...new Set(order(candidates).map(({ externalId }) => externalId))]
      return { hit: hitAt(5, ids, judgements), ndcg: ndcgAt(10, ids, judgements) }
    })
    return { name, hit: rankings.map(({ hit }) => hit), ndcg: rankings.map(({ ndcg }) => ndcg) }
  })
  console.log(`${set.name}, ${studied.length} questions                  hit@5  nDCG@10        p`)
  for (const { name, hit, ndcg } of scores) {
    const p = comparePaired(scores[0]?.ndcg ?? [], ndcg).p
    console.log(`  ${name.padEnd(26)} ${mean(hit).toFixed(4)}   ${mean(ndcg).toFixed(4)}   ${p.toFixed(4)}`)
  }
}

function without(features: readonly Feature[]): RerankerWeights {
  return { ...RERANKER_WEIGHTS, ...Object.fromEntries(features.map((name) => [name, 0])) }
}

function valueOf({ features }: RerankExample, name: Feature): number {
  return features[FEATURES.indexOf(name)] ?? 0
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length)
}

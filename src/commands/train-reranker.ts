import { writeFile } from 'node:fs/promises'
import { loadSet, type QuestionSet, type SetQuestion } from '../../evaluation/load-set.ts'
import { comparePaired, type PairedComparison } from '../../evaluation/paired-test.ts'
import { hitAt, ndcgAt } from '../../evaluation/scorers.ts'
import type { Config } from '../config.ts'
import { type Lesson, learnWeights, type RerankerWeights } from '../retrieval/learn-weights.ts'
import { orderByWeights, RERANKER_WEIGHTS } from '../retrieval/rerank.ts'
import { createExampleSource, type RerankExample } from '../retrieval/rerank-examples.ts'
import { openEvaluationLibrary } from './open-evaluation-library.ts'

export interface TrainRerankerOptions {
  /** File to write the weights to; they are printed without one. */
  readonly out: string | undefined
  readonly json: boolean
}

/** The questions of a set with their candidates. */
interface StudiedSet {
  readonly name: string
  readonly questions: readonly { readonly question: SetQuestion; readonly candidates: readonly RerankExample[] }[]
}

/** How a set fares with weights learned on the others, against the weights in use. */
interface HeldOutResult {
  readonly set: string
  readonly questions: number
  readonly hit_at_5: { readonly in_use: number; readonly held_out: number; readonly all_sets: number }
  readonly ndcg_at_10: { readonly in_use: number; readonly held_out: number; readonly all_sets: number }
  /** Paired test of nDCG@10: held out against in use. */
  readonly change: PairedComparison
}

/**
 * Learn the re-ranker's weights from question sets, and say what they are worth: each set is also measured with weights
 * learned on the other sets only, which is what a library that nobody measured can expect.
 */
export async function trainRerankerCommand(
  config: Config,
  folders: readonly string[],
  { out, json }: TrainRerankerOptions,
): Promise<void> {
  const studied: StudiedSet[] = []
  for (const folder of folders) studied.push(await studySet(config, await loadSet(folder)))
  const weights = rounded(learnWeights(studied.map(lessonsOf)))
  const results = studied.map((set) => measure(set, studied, weights))
  const text = `${JSON.stringify(weights, null, 2)}\n`
  if (out !== undefined) await writeFile(out, text)
  if (json) console.log(JSON.stringify({ weights, results }))
  else print(results, out, text)
}

async function studySet(config: Config, set: QuestionSet): Promise<StudiedSet> {
  console.error(`${set.name}: ${set.documents.length} documents, ${set.questions.length} questions …`)
  await using library = await openEvaluationLibrary(config, set)
  const { platform, wiring } = library.footnote
  const [database, index, embedder, wordVectors] = await Promise.all([
    platform.database(),
    platform.searchIndex(),
    platform.embeddingModel(),
    platform.wordVectors(),
  ])
  const { analysers, generation } = wiring
  const examplesOf = createExampleSource({
    database,
    index,
    embedder,
    wordVectors,
    analysers,
    generationOf: async () => generation,
  })
  const questions = []
  for (const question of set.questions)
    questions.push({ question, candidates: await examplesOf(question.text, library.context) })
  return { name: set.name, questions }
}

function lessonsOf({ questions }: StudiedSet): readonly Lesson[] {
  return questions.map(({ question, candidates }) => ({
    features: candidates.map(({ features }) => features),
    right: candidates.map(({ externalId }) => (question.judgements.get(externalId) ?? 0) > 0),
  }))
}

function measure(set: StudiedSet, all: readonly StudiedSet[], weights: RerankerWeights): HeldOutResult {
  const others = all.filter((other) => other !== set)
  const inUse = scoresOf(set, RERANKER_WEIGHTS)
  const heldOut = scoresOf(set, others.length === 0 ? weights : learnWeights(others.map(lessonsOf)))
  const allSets = scoresOf(set, weights)
  const means = (metric: 'hit' | 'ndcg') => ({
    in_use: mean(inUse[metric]),
    held_out: mean(heldOut[metric]),
    all_sets: mean(allSets[metric]),
  })
  return {
    set: set.name,
    questions: set.questions.length,
    hit_at_5: means('hit'),
    ndcg_at_10: means('ndcg'),
    change: comparePaired(inUse.ndcg, heldOut.ndcg),
  }
}

/** hit@5 and nDCG@10 of each question of a set under these weights. */
function scoresOf({ questions }: StudiedSet, weights: RerankerWeights) {
  const rankings = questions.map(({ question: { judgements }, candidates }) => {
    const ids = [...new Set(orderByWeights(candidates, weights).map(({ externalId }) => externalId))]
    return { hit: hitAt(5, ids, judgements), ndcg: ndcgAt(10, ids, judgements) }
  })
  return { hit: rankings.map(({ hit }) => hit), ndcg: rankings.map(({ ndcg }) => ndcg) }
}

function mean(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length)
}

function rounded(weights: RerankerWeights): RerankerWeights {
  const entries = Object.entries(weights).map(([name, weight]) => [name, Math.round(weight * 1_000) / 1_000])
  return Object.fromEntries(entries) as RerankerWeights
}

function print(results: readonly HeldOutResult[], out: string | undefined, text: string): void {
  console.log('                       hit@5: in use  held out  all sets   nDCG@10: in use  held out  all sets       p')
  for (const { set, questions, hit_at_5: hit, ndcg_at_10: ndcg, change } of results) {
    const numbers = ({ in_use, held_out, all_sets }: HeldOutResult['hit_at_5']) =>
      [in_use, held_out, all_sets].map((score) => score.toFixed(4).padStart(9)).join(' ')
    console.log(
      `${set.padEnd(16)} ${String(questions).padStart(5)}      ${numbers(hit)}           ${numbers(ndcg)}  ${change.p.toFixed(4)}`,
    )
  }
  console.log(
    out === undefined
      ? `\n${text}\nTo use these weights, write them to src/retrieval/reranker-weights.json (--out).`
      : `\nThe weights are in ${out}.`,
  )
}

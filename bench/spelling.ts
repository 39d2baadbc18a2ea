/**
 * Measures how misspelt words of questions are read. Of questions as they are: how many words are corrected, each of them
 * printed with SHOW=1. Of the same questions with one slip of a finger in one of their words: how many are corrected to what
 * was meant, and hit@5 of the search before the slip, after it without correction, and with correction.
 * Run: `node bench/spelling.ts [set …]`, sets of FOOTNOTE_DATA. QUESTIONS=n for other than 300 of each set.
 */
import { join } from 'node:path'
import { loadSet, type QuestionSet, type SetQuestion } from '../evaluation/load-set.ts'
import { hitAt } from '../evaluation/scorers.ts'
import { openEvaluationLibrary } from '../src/commands/open-evaluation-library.ts'
import { readConfig } from '../src/config.ts'
import type { Analyser } from '../src/language/analyser.ts'
import { createQueryVectors } from '../src/retrieval/query-vectors.ts'
import { createPassageReader } from '../src/retrieval/read-passage.ts'
import { createRetrieval, type RetrievalDependencies } from '../src/retrieval/retrieval.ts'
import { searchQuestion } from '../src/retrieval/search-question.ts'
import { dataFolder } from './data-folder.ts'
import { misspell, SLIPS, type Slip } from './misspell.ts'
import { seededRandom, shuffled } from './seeded-random.ts'

const DEFAULT_SETS = ['northwind', 'squad-dev', 'scifact', 'obliqa', 'tatqa', 'pubmedqa']
const QUESTIONS = Number(process.env['QUESTIONS'] ?? 300)
const SEED = 20_261_128
/** More passages than five, because several may be of one document. */
const PASSAGES = 20
const signal = new AbortController().signal

/** A question with one wrong word. */
interface Slipped extends SetQuestion {
  readonly meant: string
  readonly written: string
  readonly slip: Slip
}

interface Outcome {
  readonly slip: Slip
  readonly isName: boolean
  /** What was meant is among the words searched for instead; the first of them. */
  readonly isRight: boolean
  readonly isFirst: boolean
  /** Other words are searched for. */
  readonly isWrong: boolean
}

const folder = dataFolder()
const names = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT_SETS
if (folder !== null) for (const name of names) await measure(await loadSet(join(folder, 'retrieval', name)))

async function measure(set: QuestionSet): Promise<void> {
  await using library = await openEvaluationLibrary(readConfig({}), set)
  const { platform, wiring } = library.footnote
  const parts: RetrievalDependencies = {
    database: await platform.database(),
    index: await platform.searchIndex(),
    embedder: await platform.embeddingModel(),
    wordVectors: await platform.wordVectors(),
    analysers: wiring.analysers,
    generationOf: async () => wiring.generation,
  }
  const { similarTerms: _, ...withoutSpelling } = parts.index
  const asShipped = createRetrieval(parts)
  const uncorrected = createRetrieval({ ...parts, index: withoutSpelling })
  const { principal } = library.context
  const sources = { ...parts, generation: wiring.generation, read: createPassageReader(parts.wordVectors) }
  const lookUp = { ...sources, queryVectors: createQueryVectors(parts.embedder) }
  const correctionsOf = async (query: string) =>
    (await searchQuestion(lookUp, { query, filters: undefined }, principal, signal)).corrections

  async function hitsOf(retrieval: typeof asShipped, questions: readonly SetQuestion[]): Promise<string> {
    let hits = 0
    for (const { text, judgements } of questions) {
      const { passages } = await retrieval.search({ query: text, top_k: PASSAGES }, library.context)
      hits += hitAt(5, [...new Set(passages.map(({ external_id }) => external_id))], judgements)
    }
    return (hits / Math.max(1, questions.length)).toFixed(3)
  }

  const random = seededRandom(SEED)
  const asked = shuffled(set.questions, random).slice(0, QUESTIONS)
  let changed = 0
  for (const { text } of asked)
    for (const { from, to } of await correctionsOf(text)) {
      changed++
      if (process.env['SHOW'] !== undefined)
        console.log(`  ${from} -> ${to.map(({ word }) => word).join(', ')}   ${text}`)
    }
  const perThousand = ((changed * 1_000) / asked.length).toFixed(1)
  console.log(`${set.name}: ${asked.length} questions, ${changed} words corrected, ${perThousand} of 1,000 questions`)

  const english = parts.analysers.of('en')
  const slipped = await slipsOf(asked, english, random)
  const outcomes: Outcome[] = []
  for (const question of slipped) {
    const corrected = (await correctionsOf(question.text)).find(({ from }) => from === question.written.toLowerCase())
    outcomes.push(outcomeOf(question, corrected?.to.map(({ word }) => word) ?? [], english))
  }
  report(outcomes)
  const clean = asked.filter(({ id }) => slipped.some((other) => other.id === id))
  console.log(
    `  hit@5 before ${await hitsOf(asShipped, clean)}, after ${await hitsOf(uncorrected, slipped)}, with correction ${await hitsOf(asShipped, slipped)}`,
  )
}

function outcomeOf({ slip, meant, written }: Slipped, found: readonly string[], english: Analyser): Outcome {
  const at = found.map(english.stem).indexOf(english.stem(meant.toLowerCase()))
  if (process.env['SHOW'] !== undefined && at !== 0) console.log(`  ${meant}: ${written} -> ${found.join(', ')}`)
  const isName = /^\p{Lu}/u.test(meant)
  return { slip, isName, isFirst: at === 0, isRight: at >= 0, isWrong: found.length > 0 && at < 0 }
}

function report(outcomes: readonly Outcome[]): void {
  const tell = (name: string, isPart: (outcome: Outcome) => boolean) => {
    const part = outcomes.filter(isPart)
    const share = (is: (outcome: Outcome) => boolean) => (part.filter(is).length / Math.max(1, part.length)).toFixed(3)
    const right = `right ${share(({ isRight }) => isRight)} (first ${share(({ isFirst }) => isFirst)})`
    console.log(`  ${name.padEnd(12)} ${part.length}: ${right}, wrong ${share(({ isWrong }) => isWrong)}`)
  }
  tell('slips', () => true)
  for (const slip of SLIPS) tell(slip, (outcome) => outcome.slip === slip)
  tell('capitalised', ({ isName }) => isName)
}

/** Each question with a slip in one of its content words, where it has any. */
async function slipsOf(questions: readonly SetQuestion[], english: Analyser, random: () => number) {
  return questions.flatMap((question, n): Slipped[] => {
    const written = question.text.match(/(?<![\p{L}\p{N}'’-])\p{L}{4,}(?![\p{L}\p{N}'’-])/gu) ?? []
    const content = written.filter((word) => !english.isFunctionWord(word.toLowerCase()) && /\p{Ll}/u.test(word))
    const meant = content[Math.floor(random() * content.length)]
    if (meant === undefined) return []
    const slip = SLIPS[n % SLIPS.length] ?? 'swap'
    const wrong = misspell(meant, slip, random)
    return [{ ...question, meant, written: wrong, slip, text: question.text.replace(meant, () => wrong) }]
  })
}

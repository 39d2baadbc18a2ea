/**
 * How often a quoted answer of at most two sentences holds the gold answer, end to end: the search, the reading of the
 * question, the choice of sentences and the checks, in process. Prints shares of all questions, means over the answers.
 * Run: `node bench/extractive-answers.ts [set …]`, by default squad-dev; the data folder comes from FOOTNOTE_DATA.
 */
import { join } from 'node:path'
import { judgeAnswers, summariseAnswers } from '../evaluation/judge-answers.ts'
import { loadSet } from '../evaluation/load-set.ts'
import { createSetAsker } from '../src/commands/ask-set.ts'
import { openEvaluationLibrary } from '../src/commands/open-evaluation-library.ts'
import { readConfig } from '../src/config.ts'
import { dataFolder } from './data-folder.ts'

const data = dataFolder()
const names = process.argv.slice(2)
if (data !== null)
  for (const name of names.length > 0 ? names : ['squad-dev']) await measure(join(data, 'retrieval', name))

async function measure(folder: string): Promise<void> {
  const set = await loadSet(folder)
  await using library = await openEvaluationLibrary(readConfig(process.env), set)
  const judged = await judgeAnswers({ questions: set.questions, unanswerable: [] }, createSetAsker(library))
  const { asked, answered, right, cited, sentences, words, calibration_error } = summariseAnswers(judged, set)
  const longest = Math.max(0, ...judged.map(({ answer }) => answer?.sentences ?? 0))
  const shares = { answered, right, cited, sentences, longest, words, calibration_error }
  const figures = Object.entries(shares).map(([name, value]) => `${name} ${Number(value.toFixed(3))}`)
  console.log(`${set.name} (${asked} questions): ${figures.join(', ')}`)
}

/**
 * Counts the questions of whole sets that the rules would take for follow-ups. Each of them stands for itself, so every one
 * that is counted is an error. Run: `node bench/follow-ups.ts [set …]` over sets of FOOTNOTE_DATA; `--show` prints them.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadSet } from '../evaluation/load-set.ts'
import { createAnalysers } from '../src/language/analyser.ts'
import { readFollowUp } from '../src/language/follow-ups/read-follow-up.ts'

const DATA = process.env['FOOTNOTE_DATA'] ?? new URL('../../shared/data', import.meta.url).pathname
const SETS = ['northwind', 'squad-dev', 'xquad', 'obliqa', 'tatqa', 'pubmedqa', 'scifact', 'cacm', 'npl']

const { values, positionals } = parseArgs({ options: { show: { type: 'boolean' } }, allowPositionals: true })
const analysers = createAnalysers()
for (const name of positionals.length > 0 ? positionals : SETS) {
  const { questions } = await loadSet(join(DATA, 'retrieval', name))
  const taken = questions.filter(({ text }) => readFollowUp(text, analysers).followUp.type !== 'standalone')
  const share = ((100 * taken.length) / questions.length).toFixed(2)
  console.log(`${name.padEnd(10)} ${taken.length} of ${questions.length} questions taken for follow-ups (${share} %)`)
  if (values.show === true) for (const { text } of taken) console.log(`  ${text}`)
}

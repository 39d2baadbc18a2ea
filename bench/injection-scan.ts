/**
 * How well the injection scan tells texts that talk to a model: share found by kind of attack, share of clean texts that
 * it marks by mistake, and its speed. Run `node bench/injection-scan.ts`; `--mistakes` prints what was marked wrongly.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from '../src/ingestion/parse-document.ts'
import { isSuspicious, signsIn } from '../src/language/scan/is-suspicious.ts'
import { dataFolder } from './data-folder.ts'

interface Labelled {
  readonly text: string
  readonly label: 0 | 1
  readonly kind: string
}

const CLEAN_LIBRARIES = ['northwind', 'obliqa', 'squad-dev', 'scifact', 'pubmedqa', 'cacm', 'tatqa']
const CLEAN_QUESTIONS = [...CLEAN_LIBRARIES, 'npl', 'xquad']
const SAMPLES = ['employee-handbook.md', 'it-security-guide.md', 'onboarding-mail.eml', 'travel-policy.html']
const DOCUMENTS = /\.(?:html?|txt|md|eml|csv|docx|pptx|odt|rtf|epub)$/
/** About the length of a passage. */
const PIECE = 2_000

const data = dataFolder()
if (data !== null) {
  report('injection-detect', readLines(join(data, 'security', 'injection-detect.jsonl')).map(detection))
  report('indirect-injection-email', readLines(join(data, 'security', 'indirect-injection-email.jsonl')).map(mail))
  for (const library of CLEAN_LIBRARIES) {
    const file = join(data, 'retrieval', library, 'corpus.jsonl')
    if (existsSync(file)) report(`clean: ${library}`, readLines(file).map(clean))
  }
}
if (data !== null) {
  for (const set of CLEAN_QUESTIONS) {
    const file = join(data, 'retrieval', set, 'queries.jsonl')
    if (existsSync(file)) report(`questions: ${set}`, readLines(file).map(clean))
  }
}
if (data !== null) report('clean: documents', await documentsOf(join(data, 'documents')))
const samples = SAMPLES.map((name) => readFileSync(new URL(`../samples/${name}`, import.meta.url), 'utf8'))
report(
  'clean: samples',
  samples.map((text) => ({ text, label: 0, kind: 'sample' })),
)

/** The texts of files that people made and put on the web. */
async function documentsOf(folder: string): Promise<Labelled[]> {
  const texts: Labelled[] = []
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    DOCUMENTS.test(file),
  )) {
    const outcome = await parseDocument(readFileSync(join(folder, name)), name)
    if (outcome.type === 'text') texts.push({ text: outcome.text, label: 0, kind: 'clean' })
  }
  return texts
}

type Line = Readonly<Record<string, unknown>>

function readLines(file: string): readonly Line[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

function detection(line: Line): Labelled {
  const kind = String(line['kind'])
  return { text: String(line['text']), label: line['label'] === 1 ? 1 : 0, kind }
}

function mail(line: Line): Labelled {
  return {
    text: String(line['context']),
    label: line['label'] === 1 ? 1 : 0,
    kind: typeof line['category'] === 'string' ? line['category'] : 'clean',
  }
}

function clean(line: Line): Labelled {
  return { text: String(line['text']), label: 0, kind: 'clean' }
}

function report(name: string, texts: readonly Labelled[]): void {
  const kinds = new Map<string, { marked: number; of: number }>()
  const total = { found: 0, attacks: 0, mistakes: 0, clean: 0, words: 0, characters: 0 }
  const startedAt = performance.now()
  for (const { text, label, kind } of texts) {
    const isMarked = piecesOf(text).some(isSuspicious)
    const count = kinds.get(kind) ?? { marked: 0, of: 0 }
    kinds.set(kind, { marked: count.marked + Number(isMarked), of: count.of + 1 })
    total.characters += text.length
    if (label === 1) {
      total.attacks += 1
      total.found += Number(isMarked)
    } else {
      total.clean += 1
      total.mistakes += Number(isMarked)
      if (isMarked && process.argv.includes('--mistakes')) explain(text)
    }
    if (label === 1 && !isMarked && process.argv.includes('--misses')) console.log('MISSED', kind, text.slice(0, 200))
  }
  const seconds = (performance.now() - startedAt) / 1000
  console.log(
    JSON.stringify({
      name,
      recall: share(total.found, total.attacks),
      false_positive_rate: share(total.mistakes, total.clean),
      texts: texts.length,
      megabytes_per_second: Number((total.characters / 1e6 / seconds).toFixed(1)),
      ...(kinds.size > 1 && {
        by_kind: Object.fromEntries(Array.from(kinds, ([kind, { marked, of }]) => [kind, `${marked}/${of}`])),
      }),
    }),
  )
}

function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (let start = 0; start < text.length; start += PIECE) pieces.push(text.slice(start, start + PIECE))
  return pieces
}

function explain(text: string): void {
  const piece = piecesOf(text).find(isSuspicious) ?? ''
  console.log('MISTAKE', [...signsIn(piece).keys()].join(', '), JSON.stringify(piece.slice(0, 300)))
}

function share(count: number, of: number): number | null {
  return of === 0 ? null : Number((count / of).toFixed(4))
}

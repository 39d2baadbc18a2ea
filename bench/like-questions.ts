/**
 * Measures when two questions may share one search: of all pairs of different questions of a set whose vectors are so near, how many
 * ask for the same passages, before and after their telling words are compared; and how many reworded questions are
 * recognised. Run: `node bench/like-questions.ts [set …]`, by default northwind, squad-dev, obliqa and tatqa of FOOTNOTE_DATA.
 * Uses the embedding model of the settings (FOOTNOTE_EMBEDDING_…), else the built-in word vectors; USE_LITE=1 the small
 * sentence encoder that the tests use.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSet } from '../evaluation/load-set.ts'
import { readConfig } from '../src/config.ts'
import { createAnalysers } from '../src/language/analyser.ts'
import type { EmbeddingModel } from '../src/platform/embedding-model/embedding-model.ts'
import { openOnnxEmbeddingModel } from '../src/platform/embedding-model/onnx.ts'
import { openPlatform } from '../src/platform/open-platform.ts'
import { openTelemetry } from '../src/platform/telemetry/pino-prometheus.ts'
import { similarityOf, tellingWords } from '../src/retrieval/like-question.ts'
import { writeUseLite } from '../src/testing/use-lite.ts'

const DATA = process.env['FOOTNOTE_DATA'] ?? new URL('../../shared/data', import.meta.url).pathname
const THRESHOLDS = [0.9, 0.95, 0.97, 0.99]
const { signal } = new AbortController()
const REWORDED: Readonly<Record<string, (text: string) => string>> = {
  'in small letters, without a question mark': (text) => text.toLowerCase().replace(/\?$/, ''),
  'without articles': (text) => text.replace(/\b(the|an?) /gi, ''),
  'asked politely': (text) => `Please tell me: ${text}`,
}

interface Asked {
  readonly text: string
  readonly vector: Float32Array
  readonly telling: string
  readonly relevant: string
}

const analysers = createAnalysers()
const english = analysers.of('en')
const folder = await mkdtemp(join(tmpdir(), 'like-questions-'))
const telemetry = openTelemetry({ level: 'warn' })
await using platform = openPlatform(readConfig(process.env), { telemetry, analysers, databaseTemplate: '' })
const model = await openModel()
console.log(`${model.fingerprint} (${model.strength})`)
const named = process.argv.slice(2)
for (const name of named.length > 0 ? named : ['northwind', 'squad-dev', 'obliqa', 'tatqa']) await measure(name)
if ('close' in model) await model.close()
await rm(folder, { recursive: true })

async function openModel(): Promise<EmbeddingModel & { readonly close?: () => Promise<unknown> }> {
  if (process.env['USE_LITE'] !== '1') return platform.embeddingModel()
  await writeUseLite(folder)
  const opened = await openOnnxEmbeddingModel({ folder })
  return { ...opened, close: async () => opened[Symbol.asyncDispose]() }
}

async function measure(name: string): Promise<void> {
  const { questions } = await loadSet(join(DATA, 'retrieval', name))
  const asked: Asked[] = []
  for (const { text, judgements } of questions)
    asked.push({ text, ...(await readAs(text)), relevant: [...judgements.keys()].sort().join(' ') })
  console.log(`\n${name}: ${asked.length} questions`)
  for (const threshold of THRESHOLDS) {
    const near = pairsOf(asked).filter(([a, b]) => similarityOf(a.vector, b.vector) >= threshold)
    const alike = near.filter(([a, b]) => a.telling === b.telling)
    console.log(`  >= ${threshold}: ${told(near)}; with equal telling words ${told(alike)}`)
  }
  for (const [how, reword] of Object.entries(REWORDED)) {
    let [near, alike] = [0, 0]
    for (const [n, { text }] of questions.entries()) {
      const [before, after] = [asked[n], await readAs(reword(text))]
      if (before === undefined || similarityOf(before.vector, after.vector) < 0.97) continue
      near++
      if (before.telling === after.telling) alike++
    }
    console.log(`  ${how}: ${near} at 0.97, ${alike} of them recognised`)
  }
}

async function readAs(text: string): Promise<Pick<Asked, 'telling' | 'vector'>> {
  return { vector: await model.embedQuery(text, signal), telling: tellingWords(text, english) }
}

function pairsOf(all: readonly Asked[]): readonly (readonly [Asked, Asked])[] {
  return all.flatMap((a, n) =>
    all
      .slice(n + 1)
      .flatMap((b) => (a.text !== b.text && similarityOf(a.vector, b.vector) >= 0.9 ? [[a, b] as const] : [])),
  )
}

function told(pairs: readonly (readonly [Asked, Asked])[]): string {
  const other = pairs.filter(([a, b]) => a.relevant !== b.relevant).length
  return `${pairs.length} pairs, ${other} of them with other relevant passages`
}

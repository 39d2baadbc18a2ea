import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { pagesOf } from '../src/ingestion/pages-of.ts'
import { parseStatus } from '../src/ingestion/parse-status.ts'
import { createParserPool } from '../src/ingestion/parser-pool.ts'
import { prepareRecognition } from '../src/ingestion/prepare-recognition.ts'

/**
 * Reads every file of FOOTNOTE_DATA/documents through the parser pool, prints one line per file and writes one JSON
 * line per file for the scoring tool of that folder.
 * Run: node bench/parse-documents.ts [OUTPUT.jsonl] [part of a file name]
 */
const folder = join(resolve(process.env['FOOTNOTE_DATA'] ?? '../shared/data'), 'documents')
const [output = 'parsed.jsonl', only = ''] = process.argv.slice(2)

const names = readFileSync(join(folder, 'index.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { file: string }).file)
  .filter((name) => name.includes(only))

const recognition = await prepareRecognition({ mode: 'auto', languages: ['eng'] })
await using pool = createParserPool({ slots: 2, recognition })
const started = performance.now()

async function measure(name: string): Promise<string> {
  const before = performance.now()
  const bytes = readFileSync(join(folder, name))
  const outcome = await pool.parse({ bytes, fileName: basename(name) }, new AbortController().signal)
  const ms = Math.round(performance.now() - before)
  const summary =
    outcome.type === 'text'
      ? `${outcome.chunks.length} chunks, ${outcome.pages ?? '-'} pages, ${outcome.text.length} characters ${outcome.language ?? '??'} ${outcome.warnings.join(' ')}`
      : outcome.detail
  console.log(`${parseStatus(outcome).padEnd(12)} ${String(ms).padStart(6)} ms  ${name.padEnd(52)} ${summary}`)
  return JSON.stringify({
    file: name,
    status: parseStatus(outcome),
    ms,
    pages: outcome.type === 'text' ? pagesOf(outcome) : [],
  })
}

// Two files at a time, as many as there are slots: the times are those of reading, not of waiting.
const lines: string[] = []
const queue = names.values()
await Promise.all(
  [0, 1].map(async () => {
    for (const name of queue) lines.push(await measure(name))
  }),
)
writeFileSync(output, `${lines.join('\n')}\n`)
console.log(`${names.length} files in ${((performance.now() - started) / 1000).toFixed(1)} s -> ${output}`)

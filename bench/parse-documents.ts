import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { ParseOutcome } from '../src/ingestion/parsed-document.ts'
import { createParserPool } from '../src/ingestion/parser-pool.ts'
import { prepareRecognition } from '../src/ingestion/prepare-recognition.ts'

/**
 * Reads every file of FOOTNOTE_DATA/documents through the parser pool, prints one line per file and writes one JSON
 * line per file for the scoring tool of that folder.
 * Run: node bench/parse-documents.ts [OUTPUT.jsonl] [part of a file name]
 */
const folder = join(resolve(process.env['FOOTNOTE_DATA'] ?? '../shared/data'), 'documents')
const [output = 'parsed.jsonl', only = ''] = process.argv.slice(2)

interface Page {
  readonly page?: number
  readonly text: string
}

/** The scoring tool has no word for a parse stopped at the memory cap: it counts as one stopped at a limit. */
function statusOf(outcome: ParseOutcome): string {
  if (outcome.type === 'text') return 'ok'
  if (outcome.type === 'needs_ocr') return 'needs_ocr'
  return outcome.reason === 'out-of-memory' || outcome.reason === 'too-large' ? 'timeout' : outcome.reason
}

/** Chunks overlap and cross pages; a string counts as found on every page its chunk touches. */
function pagesOf(outcome: ParseOutcome): Page[] {
  if (outcome.type !== 'text') return []
  const pages = new Map<number, string[]>()
  for (const chunk of outcome.chunks) {
    if (chunk.page === null || chunk.pageEnd === null) continue
    for (let page = chunk.page; page <= chunk.pageEnd; page += 1) {
      pages.set(page, [...(pages.get(page) ?? []), chunk.text])
    }
  }
  const byPage = Array.from(pages, ([page, texts]): Page => ({ page, text: texts.join('\n') }))
  return [{ text: `${outcome.title ?? ''}\n${outcome.text}` }, ...byPage]
}

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
  console.log(`${statusOf(outcome).padEnd(12)} ${String(ms).padStart(6)} ms  ${name.padEnd(52)} ${summary}`)
  return JSON.stringify({ file: name, status: statusOf(outcome), ms, pages: pagesOf(outcome) })
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

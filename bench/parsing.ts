import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { LiteParse } from '@llamaindex/liteparse'
import { chunkDocument } from '../src/ingestion/chunk-document.ts'
import { MAXIMUM_CHUNK_TOKENS, OVERLAP_TOKENS, parseDocument } from '../src/ingestion/parse-document.ts'
import { createParserPool } from '../src/ingestion/parser-pool.ts'
import { assembleDocument } from '../src/ingestion/parsers/assemble-document.ts'
import { residentInMb } from '../src/ingestion/process-figures.ts'
import { createTokenCounter } from '../src/language/count-tokens.ts'
import { dataFolder } from './data-folder.ts'

/**
 * What reading costs: pages per CPU second from file to chunks against the PDF library alone on the same files, the
 * speed of the chunker, the largest files within the deadline, and whether memory stays flat over many documents.
 * Run: node bench/parsing.ts [documents for the memory test, 2000 by default]
 */
const data = dataFolder()
if (data === null) process.exit()
const documents = join(data, 'documents')
const [count = '2000'] = process.argv.slice(2)
const MINIMUM_SHARE = 0.6
/** Odd against the 200 files of a process, so that samples meet it at every age. */
const SAMPLES = 21
const never = new AbortController().signal

/** Files without text or with text in images only measure text recognition; bombs measure the limits. */
const LEFT_OUT = /bomb|scan|ocr|flat|table-multi|Thuluth|empty|fuzzed|protected|password/i
const pdfs = readdirSync(join(documents, 'pdf'))
  .filter((name) => name.endsWith('.pdf') && !LEFT_OUT.test(name))
  .map((name) => ({ name, bytes: readFileSync(join(documents, 'pdf', name)) }))

interface Cost {
  readonly pages: number
  readonly cpuSeconds: number
}

async function cpuOf(work: () => Promise<number>): Promise<Cost> {
  const before = process.cpuUsage()
  const pages = await work()
  const { user, system } = process.cpuUsage(before)
  return { pages, cpuSeconds: (user + system) / 1e6 }
}

async function libraryAlone(): Promise<number> {
  let pages = 0
  for (const { bytes } of pdfs) {
    const reader = new LiteParse({
      ocrEnabled: false,
      outputFormat: 'json',
      imageMode: 'off',
      maxPages: 100_000,
      quiet: true,
      numWorkers: 1,
      extractBlocks: true,
    })
    try {
      pages += (await reader.parse(bytes)).pages.length
    } catch {
      // Refused files count no pages on either side.
    }
  }
  return pages
}

async function endToEnd(): Promise<number> {
  let pages = 0
  for (const { name, bytes } of pdfs) {
    const outcome = await parseDocument(bytes, name, { recognition: null, injectionScan: true })
    if (outcome.type === 'text') pages += outcome.pages ?? 0
  }
  return pages
}

async function compareSpeed(): Promise<void> {
  await libraryAlone()
  await endToEnd()
  const alone = await cpuOf(libraryAlone)
  const ours = await cpuOf(endToEnd)
  const speeds = [alone, ours].map(({ pages, cpuSeconds }) => pages / cpuSeconds)
  const [first = 1, second = 0] = speeds
  console.log(
    `library alone        ${alone.pages} pages, ${alone.cpuSeconds.toFixed(1)} CPU s, ${first.toFixed(0)} pages per CPU s`,
  )
  console.log(
    `from file to chunks  ${ours.pages} pages, ${ours.cpuSeconds.toFixed(1)} CPU s, ${second.toFixed(0)} pages per CPU s`,
  )
  console.log(`share ${(second / first).toFixed(2)} (at least ${MINIMUM_SHARE})`)
}

function chunkerSpeed(): void {
  const words = readFileSync(join(documents, 'index.jsonl'), 'utf8')
  const paragraphs = words.match(/[\s\S]{1,600}/g) ?? []
  const parsed = assembleDocument(
    Array.from({ length: 20 }, () => paragraphs)
      .flat()
      .map((text) => ({ kind: 'paragraph' as const, text })),
  )
  const before = process.cpuUsage()
  const chunks = chunkDocument(parsed, {
    maximumTokens: MAXIMUM_CHUNK_TOKENS,
    overlapTokens: OVERLAP_TOKENS,
    countTokens: createTokenCounter(),
  })
  const { user, system } = process.cpuUsage(before)
  const megabytes = Buffer.byteLength(parsed.text) / 1e6
  console.log(`chunker ${(megabytes / ((user + system) / 1e6)).toFixed(2)} MB per CPU s (${chunks.length} chunks)`)
}

async function largestFiles(): Promise<void> {
  await using pool = createParserPool({ slots: 1 })
  for (const file of ['docx/handbook-872p.docx', 'pdf/DA-619p.pdf']) {
    const bytes = readFileSync(join(documents, file))
    const before = performance.now()
    const outcome = await pool.parse({ bytes, fileName: basename(file) }, never)
    const seconds = ((performance.now() - before) / 1000).toFixed(1)
    const what = outcome.type === 'text' ? `${outcome.chunks.length} chunks` : outcome.detail
    console.log(`${file} ${outcome.type} in ${seconds} s of 30: ${what}`)
  }
}

/** The pool reads small files of every kind again and again, as a server does; its processes are replaced after 200. */
async function memoryOverTime(): Promise<void> {
  const small = ['pdf', 'docx', 'html', 'eml', 'md', 'csv', 'pptx', 'xlsx'].flatMap((kind) =>
    readdirSync(join(documents, kind))
      .filter((name) => !LEFT_OUT.test(name))
      .map((name) => ({ name, bytes: readFileSync(join(documents, kind, name)) }))
      .filter(({ bytes }) => bytes.length < 100_000),
  )
  await using pool = createParserPool({ slots: 1, chunksOnly: true })
  const server: number[] = []
  const reader: number[] = []
  for (let read = 1; read <= Number(count); read += 1) {
    const file = small[read % small.length]
    if (file === undefined) break
    await pool.parse({ bytes: file.bytes, fileName: file.name }, never)
    if (read % Math.ceil(Number(count) / SAMPLES) !== 0) continue
    server.push(await residentInMb(process.pid))
    reader.push(await largestChildInMb())
  }
  for (const [name, resident] of [
    ['server', server],
    ['reading process', reader],
  ] as const) {
    const half = Math.floor(resident.length / 2)
    const highest = (part: readonly number[]) => Math.round(Math.max(...part))
    console.log(`memory of the ${name} in MB over ${count} files: ${resident.map(Math.round).join(' ')}`)
    console.log(
      `highest in the first half ${highest(resident.slice(0, half))}, in the second ${highest(resident.slice(half))}`,
    )
  }
}

async function largestChildInMb(): Promise<number> {
  const tasks = readdirSync('/proc/self/task')
  const children = tasks.flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').trim().split(' '))
  return Math.max(...(await Promise.all(children.map((child) => residentInMb(Number(child))))))
}

await compareSpeed()
chunkerSpeed()
await largestFiles()
if (count !== '0') await memoryOverTime()

import { existsSync } from 'node:fs'
import { readFile, rmdir } from 'node:fs/promises'
import { basename } from 'node:path'
import pc from 'picocolors'
import type { Config } from '../config.ts'
import { openDocumentParser } from '../ingestion/open-document-parser.ts'
import { pagesOf } from '../ingestion/pages-of.ts'
import { type ParseStatus, parseStatus } from '../ingestion/parse-status.ts'
import type { ParseOutcome } from '../ingestion/parsed-document.ts'
import type { ParserPool } from '../ingestion/parser-pool.ts'
import { prepareRecognition } from '../ingestion/prepare-recognition.ts'
import { dataFolders, temporaryFolder } from '../roles/data-folders.ts'
import { findFiles } from './find-files.ts'
import { describeReading } from './reading-report.ts'

/** What became of one file. */
export interface Reading {
  /** Path as it was given, with what is below it. */
  readonly file: string
  readonly outcome: ParseOutcome
  readonly ms: number
}

/** Show what Footnote reads in files, without a server. Returns the process exit code: 1 when a path does not exist. */
export async function parseCommand(
  config: Config,
  paths: readonly string[],
  { json }: { readonly json: boolean },
): Promise<number> {
  const { parserSlots: slots, redaction, injectionScan, soffice } = config
  const recognition = await prepareRecognition(config.recognition)
  await using _home = leaveNoHome(config)
  await using pool = await openDocumentParser({
    slots,
    recognition,
    redaction,
    injectionScan,
    soffice,
    temporaryFolder: temporaryFolder(config),
    hidden: dataFolders(config),
  })
  const counts = new Map<ParseStatus, number>()
  const missing: string[] = []
  const files = existingFiles(paths, missing)
  const work = async () => {
    // One iterator for all slots: each takes the next file when it is free.
    for await (const file of files) {
      const reading = await readOne(pool, file)
      const status = parseStatus(reading.outcome)
      counts.set(status, (counts.get(status) ?? 0) + 1)
      console.log(json ? lineOf(reading) : describeReading(reading))
    }
  }
  await Promise.all(Array.from({ length: slots }, work))
  for (const message of missing) console.error(message)
  if (!json) printSummary(counts)
  return missing.length === 0 ? 0 : 1
}

/** Conversions need the temporary folder of the data folder; where there is no data folder, none is left behind. */
function leaveNoHome(config: Config): AsyncDisposable {
  const isMissing = !existsSync(config.home)
  return {
    [Symbol.asyncDispose]: async () => {
      if (isMissing)
        for (const folder of [temporaryFolder(config), config.home]) await rmdir(folder).catch(() => undefined)
    },
  }
}

interface GivenFile {
  readonly path: string
  readonly given: string
}

async function* existingFiles(paths: readonly string[], missing: string[]): AsyncGenerator<GivenFile> {
  for (const path of paths) {
    try {
      yield* findFiles([path])
    } catch (cause) {
      missing.push(cause instanceof Error ? cause.message : String(cause))
    }
  }
}

async function readOne(pool: ParserPool, { path, given }: GivenFile): Promise<Reading> {
  const startedAt = performance.now()
  const outcome = await outcomeOf(pool, path)
  return { file: given, outcome, ms: Math.round(performance.now() - startedAt) }
}

async function outcomeOf(pool: ParserPool, path: string): Promise<ParseOutcome> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch {
    const detail = 'The file cannot be opened; check its rights.'
    return { type: 'failed', mediaType: 'application/octet-stream', reason: 'corrupt', detail }
  }
  return pool.parse({ bytes, fileName: basename(path) }, new AbortController().signal)
}

function lineOf({ file, outcome, ms }: Reading): string {
  const pages = outcome.type === 'text' ? pagesOf(outcome) : []
  return JSON.stringify({ file, status: parseStatus(outcome), ms, pages })
}

function printSummary(counts: ReadonlyMap<ParseStatus, number>): void {
  const total = Array.from(counts.values()).reduce((sum, count) => sum + count, 0)
  const words = Array.from(counts, ([status, count]) => `${count} ${status}`)
  console.log(pc.bold(`${total} ${total === 1 ? 'file' : 'files'}: ${words.join(', ')}`))
}

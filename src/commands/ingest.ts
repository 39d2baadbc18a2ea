import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { type ApiClient, documentsById } from './api-client.ts'
import { type FoundFile, findFiles } from './find-files.ts'
import { type IngestJournal, openIngestJournal } from './ingest-journal.ts'
import { describeIngest } from './ingest-report.ts'
import { type IngestResult, rejectedResult, settledResult, unwatchedResult } from './ingest-result.ts'
import { createProgressBar } from './progress-bar.ts'
import { type UploadWishes, uploadFiles } from './upload-files.ts'
import { withClient } from './with-client.ts'

export interface IngestOptions extends UploadWishes {
  readonly json: boolean
}

const FINAL_STATES: ReadonlySet<string> = new Set(['ready', 'failed', 'needs_ocr', 'deleted'])
/** Twenty looks a minute leave most of the limit of requests for the uploads. */
const LOOK_INTERVAL_IN_MS = 1_500
const IDS_PER_LOOK = 100

/** Add files and folders and wait until each is searchable or has a stated reason why not. Returns the process exit code. */
export async function ingestCommand(config: Config, paths: readonly string[], options: IngestOptions): Promise<number> {
  const files = withOwnNames(await Array.fromAsync(findFiles(paths)))
  if (files.length === 0) throw new Error('There are no files at the given paths; hidden files are left out.')
  const { access, collection } = options
  const journal = await openIngestJournal([
    config.server ?? config.home,
    paths.map((path) => resolve(path)),
    access,
    collection,
  ])
  const results = await withClient(config, (client) => ingest(client, files, journal, options))
  await journal.finish()
  if (!options.json) for (const line of describeIngest(results, files)) console.log(line)
  return results.every(({ state }) => state === 'ready' || state === 'queued') ? 0 : 1
}

/** Each file once; files of the same name go by their paths, or the later would replace the earlier. */
function withOwnNames(found: readonly FoundFile[]): readonly FoundFile[] {
  const files = Array.from(Map.groupBy(found, ({ path }) => path).values()).flatMap(([first]) => first ?? [])
  const sameName = Map.groupBy(files, ({ name }) => name)
  return files.map((file) => (sameName.get(file.name)?.length === 1 ? file : namedByPath(file)))
}

function namedByPath(file: FoundFile): FoundFile {
  return { ...file, name: file.given }
}

async function ingest(
  client: ApiClient,
  files: readonly FoundFile[],
  journal: IngestJournal,
  options: IngestOptions,
): Promise<IngestResult[]> {
  const bar = createProgressBar(process.stderr)
  const startedAt = Date.now()
  const results: IngestResult[] = []
  const pending = new Map<string, FoundFile>()
  const progress = () => ({
    done: results.length,
    failed: results.filter(({ state }) => state !== 'ready').length,
    total: files.length,
    startedAt,
  })
  const settle = (result: IngestResult): void => {
    results.push(result)
    if (options.json) console.log(JSON.stringify(result))
    else bar.draw(progress(), Date.now())
  }
  const toSend: FoundFile[] = []
  for (const file of files) {
    const documentId = journal.documentOf(file)
    if (documentId === undefined) toSend.push(file)
    else pending.set(documentId, file)
  }
  if (pending.size > 0)
    console.error(`Going on where an earlier run stopped: ${pending.size} of ${files.length} files are added already.`)
  for await (const uploaded of uploadFiles(client, toSend, options)) {
    await journal.add(
      uploaded.flatMap(({ file, document }) => (document === null ? [] : [{ file, documentId: document.id }])),
    )
    for (const { file, document, rejection } of uploaded) {
      if (document === null) settle(rejectedResult(file, rejection.code, rejection.detail))
      else if (FINAL_STATES.has(document.state)) settle(settledResult(file, document))
      else pending.set(document.id, file)
    }
    await lookAt(client, pending, settle)
  }
  while (pending.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_IN_MS))
    await lookAt(client, pending, settle)
  }
  if (!options.json) bar.finish(progress(), Date.now())
  return results
}

async function lookAt(
  client: ApiClient,
  pending: Map<string, FoundFile>,
  settle: (result: IngestResult) => void,
): Promise<void> {
  const ids = [...pending.keys()].slice(0, IDS_PER_LOOK)
  if (ids.length === 0) return
  const seen = new Map((await documentsById(client, ids)).map((document) => [document.id, document]))
  for (const id of ids) {
    const [file, document] = [pending.get(id), seen.get(id)]
    if (file === undefined || (document !== undefined && !FINAL_STATES.has(document.state))) continue
    pending.delete(id)
    settle(document === undefined ? unwatchedResult(file, id) : settledResult(file, document))
  }
}

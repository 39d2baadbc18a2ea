import { setTimeout as rest } from 'node:timers/promises'
import pc from 'picocolors'
import type { Config } from '../config.ts'
import { type Source, SourceName, type SourceReport, type SyncCounts } from '../contracts/sources.ts'
import type { DocumentSource } from '../platform/document-source/document-source.ts'
import type { ApiClient } from './api-client.ts'
import { openDocumentSource, sourceNameOf } from './open-document-source.ts'
import { plainLine } from './plain-line.ts'
import { type NotedSource, openSourceLibrary, type SourceWishes } from './source-library.ts'
import { type SyncOutcome, syncSource } from './sync-source.ts'
import { type ReadDocument, waitUntilRead } from './wait-until-read.ts'
import { withClient } from './with-client.ts'

export interface SyncCommandOptions extends SourceWishes {
  /** Name of the source; by default made from the place. */
  readonly source: string | undefined
  /** Go on until stopped. */
  readonly watch: boolean
  readonly everyMinutes: number
  readonly allowPrivate: boolean
  readonly allowManyDeletions: boolean
  readonly json: boolean
}

/** Keep the library in step with a folder, a web site, a container or a document library. Returns the process exit code. */
export async function syncCommand(config: Config, place: string, options: SyncCommandOptions): Promise<number> {
  const stop = new AbortController()
  const onSignal = () => stop.abort(new Error('stopped'))
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, onSignal)
  await using source = await openDocumentSource(config, place, options)
  return await withClient(config, async (client) => {
    const name = requireName(options.source ?? sourceNameOf(place))
    const library = openSourceLibrary(client, name, options, () => new Date())
    await requireSamePlace(library, name, source)
    const run = { client, source, library, name, options, signal: stop.signal }
    if (!options.watch) return syncOnce(run)
    await keepInStep(run)
    return 0
  })
}

interface Run {
  readonly client: ApiClient
  readonly source: DocumentSource
  readonly library: NotedSource
  readonly name: string
  readonly options: SyncCommandOptions
  readonly signal: AbortSignal
}

function requireName(name: string): string {
  const parsed = SourceName.safeParse(name)
  if (parsed.success) return name
  throw new Error(
    `The name "${name}" of the source ${parsed.error.issues[0]?.message ?? 'cannot be used'}; give another with --source.`,
  )
}

/** One name for two places would delete the documents of each when the other is looked at. */
async function requireSamePlace(library: NotedSource, name: string, { location }: DocumentSource): Promise<void> {
  const known = await library.find()
  if (known === null || known.location === location) return
  throw new Error(
    `The source "${name}" is kept in step with ${known.location}. Give ${location} another name with --source, or forget the old one with "npx footnote sources forget ${JSON.stringify(name)}".`,
  )
}

/** One look, then wait until what it brought can be searched. */
async function syncOnce(run: Run): Promise<number> {
  const outcome = await lookAndNote(run)
  const { sent } = outcome
  const read = await waitUntilRead(run.client, sent, run.options.json ? null : process.stderr, run.signal)
  if (run.options.json) console.log(JSON.stringify(jsonOf(run, outcome, read)))
  else for (const line of describe(run, outcome, read)) console.log(line)
  const allRead = read.every(({ state }) => state === 'ready' || state === 'queued')
  return outcome.failures.length === 0 && outcome.heldBack === null && allRead ? 0 : 1
}

/** Look again and again until stopped: when the source says that something changed, and every now and then. */
async function keepInStep(run: Run): Promise<void> {
  const { source, options, signal } = run
  let changed = Promise.withResolvers<void>()
  await using _watch = await source.watch?.(() => changed.resolve())
  say(run, `Keeping "${run.name}" in step with ${source.location}. Stop with Ctrl-C.`)
  while (!signal.aborted) {
    changed = Promise.withResolvers<void>()
    try {
      const outcome = await lookAndNote(run)
      if (hasNews(outcome)) for (const line of describe(run, outcome, [])) say(run, line)
      if (options.json && hasNews(outcome)) console.log(JSON.stringify(jsonOf(run, outcome, [])))
    } catch (error) {
      if (signal.aborted) break
      // A source or a server that is away for a while comes back; what was missed is found then.
      say(run, pc.red(`${messageOf(error)} It is looked at again later.`))
    }
    await pause(changed.promise, options.everyMinutes * 60_000, signal)
  }
}

async function pause(changed: Promise<void>, longestInMs: number, signal: AbortSignal): Promise<void> {
  const woken = new AbortController()
  const resting = rest(longestInMs, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => {})
  await Promise.race([changed, resting])
  woken.abort()
}

/** Look once and write down how it went, also when it did not go well. */
async function lookAndNote({ source, library, options, signal }: Run): Promise<SyncOutcome> {
  const said = { kind: source.kind, location: source.location, detail: null, counts: null }
  const note = (report: Partial<SourceReport> & Pick<SourceReport, 'state'>) => library.report({ ...said, ...report })
  const before: Source = await note({ state: 'syncing' })
  const line = createStatusLine(options.json)
  try {
    const { allowManyDeletions } = options
    const outcome = await syncSource(source, library, {
      cursor: before.cursor,
      allowManyDeletions,
      signal,
      onProgress: line.draw,
    })
    const { counts, cursor, heldBack, failures } = outcome
    const detail = heldBack ?? (failures.length === 0 ? null : failures.slice(0, 5).map(sentenceOf).join(' '))
    await note({ state: heldBack === null ? 'idle' : 'failed', detail, counts, cursor })
    return outcome
  } catch (error) {
    const detail = signal.aborted ? 'It was stopped; run it again to go on.' : messageOf(error)
    await note({ state: 'failed', detail: detail.slice(0, 2_000) }).catch(() => undefined)
    throw error
  } finally {
    line.clear()
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function sentenceOf({ externalId, detail }: SyncOutcome['failures'][number]): string {
  return `${plainLine(externalId)}: ${plainLine(detail)}`
}

/** What is being looked at, drawn over itself; nothing where there is no terminal. */
function createStatusLine(json: boolean) {
  const stream = process.stderr
  const shows = stream.isTTY && !json
  return {
    draw: (counts: SyncCounts, current: string): void => {
      if (!shows) return
      const line = `${countsInWords(counts)}  ${pc.dim(plainLine(current))}`
      stream.write(`\r\u001B[K${line.slice(0, stream.columns)}`)
    },
    clear: (): void => {
      if (shows) stream.write('\r\u001B[K')
    },
  }
}

function say({ options }: Run, line: string): void {
  if (!options.json) console.log(line)
}

function hasNews({ counts, heldBack }: SyncOutcome): boolean {
  return counts.added + counts.changed + counts.deleted + counts.failed > 0 || heldBack !== null
}

function describe({ name }: Run, { counts, failures, heldBack }: SyncOutcome, read: readonly ReadDocument[]): string[] {
  const unread = read.filter(({ state }) => state !== 'ready' && state !== 'queued')
  const unwatched = read.filter(({ state }) => state === 'queued').length
  return [
    `${pc.bold(name)}: ${countsInWords(counts)}`,
    ...failures.map((failure) => pc.red(`  > ${sentenceOf(failure)}`)),
    ...unread.map(({ externalId, reason, state, detail }) =>
      pc.red(`  > ${plainLine(externalId)}: ${reason ?? state}. ${plainLine(detail ?? '')}`),
    ),
    ...(unwatched === 0 ? [] : [pc.dim(`  ${unwatchedInWords(unwatched)}`)]),
    ...(heldBack === null ? [] : [pc.yellow(`  ! ${heldBack}`)]),
  ]
}

/** Those whose access lists do not name the caller. */
function unwatchedInWords(count: number): string {
  return count === 1
    ? '1 document is for others to read; whether it can be searched yet is not shown to you.'
    : `${count} documents are for others to read; whether they can be searched yet is not shown to you.`
}

function countsInWords({ added, changed, deleted, unchanged, failed }: SyncCounts): string {
  const parts = [`${added} added`, `${changed} changed`, `${deleted} deleted`, `${unchanged} unchanged`]
  return [...parts, ...(failed === 0 ? [] : [`${failed} not read`])].join(', ')
}

function jsonOf({ name }: Run, { counts, failures, heldBack }: SyncOutcome, read: readonly ReadDocument[]): object {
  return {
    source: name,
    counts,
    failures: failures.map(({ externalId, detail }) => ({ external_id: externalId, detail })),
    held_back: heldBack,
    documents: read.map(({ externalId, documentId, state, reason, detail }) => ({
      external_id: externalId,
      document_id: documentId,
      state,
      reason,
      detail,
    })),
  }
}

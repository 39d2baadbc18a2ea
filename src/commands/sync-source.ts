import type { SyncCounts } from '../contracts/sources.ts'
import type { DocumentSource, SourceItem } from '../platform/document-source/document-source.ts'

/** What became of a document that was sent. */
export interface SentDocument {
  readonly externalId: string
  readonly documentId: string | null
  /** Why it was not taken, in one sentence with the next step; null when it was. */
  readonly refusal: string | null
}

/** A document of the source as the library has it. */
export interface KnownItem {
  readonly externalId: string
  readonly fingerprint: string | null
}

/** The library as a source that is kept in step with it needs it. */
export interface SourceLibrary {
  readonly known: () => AsyncIterable<KnownItem>
  readonly send: (items: readonly SourceItem[], signal: AbortSignal) => Promise<readonly SentDocument[]>
  /** Returns how many were there. */
  readonly remove: (externalIds: readonly string[]) => Promise<number>
}

export interface SyncOptions {
  readonly cursor: string | null
  /** Go on although most of what is known is gone at the source. */
  readonly allowManyDeletions: boolean
  readonly signal: AbortSignal
  readonly onProgress: (counts: SyncCounts, current: string) => void
}

export interface SyncFailure {
  readonly externalId: string
  readonly detail: string
}

/** What one look led to. */
export interface SyncOutcome {
  readonly counts: SyncCounts
  readonly failures: readonly SyncFailure[]
  /** Documents that are being read from now on. */
  readonly sent: readonly { readonly externalId: string; readonly documentId: string }[]
  /** Where the next look goes on. */
  readonly cursor: string | null
  /** Why nothing was deleted although something seems to be gone; null otherwise. */
  readonly heldBack: string | null
}

/** A request holds a few documents, so that many small ones do not use up the limit of requests per minute. */
const ITEMS_PER_REQUEST = 25
const BYTES_PER_REQUEST = 50 * 1_048_576
const REMOVALS_PER_REQUEST = 500
/** A source that suddenly has lost more than half is more often broken than cleared; a handful may always go. */
const MOST_DELETED_SHARE = 0.5
const FEW_DELETIONS = 10

/**
 * Bring the library in step with its source once: send what is new or changed, remove what is gone. Can be stopped at any
 * point and run again; what was sent is known by its fingerprint and not sent twice.
 */
export async function syncSource(
  source: DocumentSource,
  library: SourceLibrary,
  options: SyncOptions,
): Promise<SyncOutcome> {
  const { cursor, signal, onProgress } = options
  const tally = createTally(await knownItems(library))
  const batch = createBatch(async (items) => {
    for (const document of await library.send(items, signal)) {
      tally.noteSent(document)
      onProgress(tally.counts, document.externalId)
    }
  })
  let [complete, next]: [boolean, string | null] = [false, cursor]
  for await (const news of source.look({ cursor, fingerprintOf: tally.fingerprintOf, signal })) {
    if (news.type === 'end') [complete, next] = [news.complete, news.cursor]
    else if (news.type === 'problem') tally.noteFailure(news.externalId, news.detail)
    else if (news.type === 'gone') tally.noteGone(news.externalId)
    else if (tally.isNew(news.item)) await batch.add(news.item)
    else onProgress(tally.counts, news.item.externalId)
  }
  await batch.flush()
  const gone = tally.goneItems(complete)
  const heldBack = options.allowManyDeletions ? null : tooMany(gone.length, tally.known)
  if (heldBack === null) tally.counts.deleted = await removeAll(library, gone)
  const { counts, failures, sent } = tally
  // Whatever was not taken over must be told again the next time.
  const goesOn = failures.length === 0 && heldBack === null
  return { counts, failures, sent, cursor: goesOn ? next : cursor, heldBack }
}

async function knownItems(library: SourceLibrary): Promise<ReadonlyMap<string, string | null>> {
  const known = new Map<string, string | null>()
  for await (const { externalId, fingerprint } of library.known()) known.set(externalId, fingerprint)
  return known
}

/** Counts what a look brings against what is known. */
function createTally(known: ReadonlyMap<string, string | null>) {
  const counts = { added: 0, changed: 0, deleted: 0, unchanged: 0, failed: 0 }
  const failures: SyncFailure[] = []
  const sent: { externalId: string; documentId: string }[] = []
  const seen = new Set<string>()
  const gone = new Set<string>()
  const noteFailure = (externalId: string, detail: string): void => {
    seen.add(externalId)
    counts.failed += 1
    failures.push({ externalId, detail })
  }
  return {
    counts,
    failures,
    sent,
    known: known.size,
    fingerprintOf: (externalId: string) => known.get(externalId) ?? undefined,
    noteFailure,
    noteGone: (externalId: string): void => {
      gone.add(externalId)
    },
    /** True for a document that has to be sent; counts the others. */
    isNew: ({ externalId, fingerprint }: SourceItem): boolean => {
      seen.add(externalId)
      gone.delete(externalId)
      if (known.get(externalId) !== fingerprint) return true
      counts.unchanged += 1
      return false
    },
    noteSent: ({ externalId, documentId, refusal }: SentDocument): void => {
      if (refusal !== null || documentId === null) return noteFailure(externalId, refusal ?? 'It was not taken.')
      if (known.has(externalId)) counts.changed += 1
      else counts.added += 1
      sent.push({ externalId, documentId })
    },
    /** What is known and no longer there; a complete look that did not name something says so too. */
    goneItems: (complete: boolean): readonly string[] =>
      [...known.keys()].filter((id) => gone.has(id) || (complete && !seen.has(id))),
  }
}

async function removeAll(library: SourceLibrary, externalIds: readonly string[]): Promise<number> {
  let removed = 0
  for (let start = 0; start < externalIds.length; start += REMOVALS_PER_REQUEST)
    removed += await library.remove(externalIds.slice(start, start + REMOVALS_PER_REQUEST))
  return removed
}

function tooMany(removable: number, known: number): string | null {
  if (removable <= FEW_DELETIONS || removable <= known * MOST_DELETED_SHARE) return null
  return `${removable} of ${known} documents are gone at the source, so nothing was deleted. Check the source; if they are really gone, run it again with --allow-many-deletions.`
}

/** Gathers documents until a request is full. */
function createBatch(send: (items: readonly SourceItem[]) => Promise<void>) {
  let items: SourceItem[] = []
  let bytes = 0
  const flush = async () => {
    const full = items
    items = []
    bytes = 0
    await send(full)
  }
  return {
    add: async (item: SourceItem) => {
      const size = item.sizeInBytes ?? 0
      if (items.length > 0 && (items.length >= ITEMS_PER_REQUEST || bytes + size > BYTES_PER_REQUEST)) await flush()
      items.push(item)
      bytes += size
    },
    flush,
  }
}

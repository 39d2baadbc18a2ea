import type { SearchClient } from '@azure/search-documents'
import type { PassageDocument } from './azure-search-documents.ts'
import { askService } from './azure-search-failures.ts'
import { isAnyOf, odataText } from './azure-search-filter.ts'
import type { IndexedVersion } from './search-index.ts'

/** The most that one request gives. */
const PAGE = 1_000
/** Ids that are asked for in one filter. */
const IDS_PER_FILTER = 500
const COUNTED = ['id', 'version_id', 'document_id'] as const

type Counted = Pick<PassageDocument, (typeof COUNTED)[number]>

interface Place {
  readonly version: string
  readonly key: string
}

/**
 * The versions that an index holds passages of, in the order of their ids. Azure counts by facets, but not past the first
 * thousand and not exactly: the passages are read in the order of their versions and counted here, a page at a time.
 */
export async function* versionsIn(
  client: SearchClient<PassageDocument>,
  only: readonly string[] | undefined,
  signal: AbortSignal,
): AsyncGenerator<IndexedVersion> {
  if (only === undefined) yield* counted(client, [], signal)
  const ids = [...new Set(only)].toSorted()
  for (let start = 0; start < ids.length; start += IDS_PER_FILTER) {
    yield* counted(client, [isAnyOf('version_id', ids.slice(start, start + IDS_PER_FILTER))], signal)
  }
}

async function* counted(
  client: SearchClient<PassageDocument>,
  conditions: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<IndexedVersion> {
  let current = { versionId: '', documentId: '', passages: 0 }
  for await (const { version_id: versionId, document_id: documentId } of inOrder(client, conditions, signal)) {
    if (current.passages > 0 && current.versionId !== versionId) yield current
    const isSame = current.versionId === versionId
    current = { versionId, documentId, passages: isSame ? current.passages + 1 : 1 }
  }
  if (current.passages > 0) yield current
}

/** Going on by the last place, for skipping ends at 100,000 and loses its place when something is written meanwhile. */
async function* inOrder(
  client: SearchClient<PassageDocument>,
  conditions: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Counted> {
  for (let place: Place | null = null; ; ) {
    const filter: string = [...conditions, ...(place === null ? [] : [after(place)])].join(' and ')
    const page: readonly Counted[] = await readPage(client, filter, signal)
    yield* page
    const last: Counted | undefined = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    place = { version: last.version_id, key: last.id }
  }
}

async function readPage(
  client: SearchClient<PassageDocument>,
  filter: string,
  signal: AbortSignal,
): Promise<readonly Counted[]> {
  const filtered = filter === '' ? {} : { filter }
  return askService(signal, async (abortSignal) => {
    const orderBy = ['version_id asc', 'id asc']
    const { results } = await client.search('*', { ...filtered, select: COUNTED, orderBy, top: PAGE, abortSignal })
    return Array.fromAsync(results, ({ document }) => document)
  })
}

function after({ version, key }: Place): string {
  const here = odataText(version)
  return `(version_id gt ${here} or (version_id eq ${here} and id gt ${odataText(key)}))`
}

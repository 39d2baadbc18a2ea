import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { DocumentSource, LookOptions, SourceItem, SourceNews } from './document-source.ts'
import { entriesOfPermissions } from './graph-access.ts'
import { createGraphClient, type GraphClient, GraphError, type GraphOptions } from './graph-client.ts'
import { DeltaPage, type DriveItem, DriveList, PermissionPage, SiteReply } from './graph-replies.ts'

export interface SharePointOptions extends GraphOptions {
  /** Address of a document library, as the browser shows it: `https://tenant.sharepoint.com/sites/team/Shared Documents`. */
  readonly library: string
}

const ITEM_FIELDS = 'id,name,size,file,deleted,cTag,lastModifiedDateTime,parentReference'
/** Changes of who may see a document count as changes of it (Microsoft Graph, "Best practices for discovering files"). */
const SHARING_CHANGES = 'deltashowsharingchanges, deltatraversepermissiongaps, hierarchicalsharing'

/**
 * A document library of SharePoint or OneDrive, read through the delta queries of Microsoft Graph: after the first look each
 * brings only what changed. Access comes with the documents; entries that Graph cannot resolve to users or groups of the
 * directory give nobody access.
 */
export function openSharePointSource(options: SharePointOptions): DocumentSource {
  const graph = createGraphClient(options)
  const library = new URL(options.library)
  return {
    kind: 'share-point',
    location: library.href,
    look: (look) => lookAt(graph, library, look),
    [Symbol.asyncDispose]: async () => {},
  }
}

async function* lookAt(graph: GraphClient, library: URL, { cursor, signal }: LookOptions): AsyncGenerator<SourceNews> {
  const drive = await findDrive(graph, library, signal)
  const start = `/drives/${drive}/root/delta?$select=${ITEM_FIELDS}`
  try {
    yield* changesSince(graph, drive, { address: cursor ?? start, complete: cursor === null }, signal)
  } catch (error) {
    // Graph forgets a cursor after some months; then everything has to be named again.
    if (cursor === null || !(error instanceof GraphError) || error.status !== 410) throw error
    yield* changesSince(graph, drive, { address: start, complete: true }, signal)
  }
}

async function* changesSince(
  graph: GraphClient,
  drive: string,
  { address, complete }: { readonly address: string; readonly complete: boolean },
  signal: AbortSignal,
): AsyncGenerator<SourceNews> {
  let problems = false
  for (let next: string | undefined = address; next !== undefined; ) {
    const page: DeltaPage = DeltaPage.parse(await graph.get(next, signal, { prefer: SHARING_CHANGES }))
    for (const item of page.value) {
      const news = await newsOf(graph, drive, item, signal)
      if (news?.type === 'problem') problems = true
      if (news !== null) yield news
    }
    const cursor = page['@odata.deltaLink']
    // With a problem the next look begins where this one did, so that nothing is passed over.
    if (cursor !== undefined)
      return yield { type: 'end', complete: complete && !problems, cursor: problems ? null : cursor }
    next = page['@odata.nextLink']
  }
  throw new Error('Microsoft Graph ended its list of changes without saying where to go on; try again.')
}

async function newsOf(
  graph: GraphClient,
  drive: string,
  item: DriveItem,
  signal: AbortSignal,
): Promise<Exclude<SourceNews, { type: 'end' }> | null> {
  if (item.deleted !== undefined) return { type: 'gone', externalId: item.id }
  if (item.file === undefined || item.name === undefined) return null
  const access = await readAccess(graph, drive, item.id, signal)
  if (access.length === 0) {
    const detail = `Microsoft Graph names no user or group of the directory that may read "${item.name}"; share it with one.`
    return { type: 'problem', externalId: item.id, detail }
  }
  return { type: 'item', item: itemOf(graph, drive, item, item.name, access) }
}

async function readAccess(
  graph: GraphClient,
  drive: string,
  id: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const entries = new Set<string>()
  for (let next: string | undefined = `/drives/${drive}/items/${id}/permissions`; next !== undefined; ) {
    const page: PermissionPage = PermissionPage.parse(await graph.get(next, signal))
    for (const entry of entriesOfPermissions(page.value)) entries.add(entry)
    next = page['@odata.nextLink']
  }
  return [...entries].toSorted()
}

function itemOf(
  graph: GraphClient,
  drive: string,
  { id, cTag, size, lastModifiedDateTime }: DriveItem,
  fileName: string,
  access: readonly string[],
): SourceItem {
  return {
    externalId: id,
    fileName,
    title: null,
    // The content tag stays the same when only rights or the name change, so they stand beside it.
    fingerprint: hash('sha256', JSON.stringify([cTag ?? lastModifiedDateTime ?? '', fileName, access])),
    access,
    sizeInBytes: size ?? null,
    open: async (signal) => {
      const body = await graph.download(`/drives/${drive}/items/${id}/content`, signal)
      return Readable.fromWeb(body as ReadableStream)
    },
  }
}

/** The id of the library whose address is the longest beginning of the given one. */
async function findDrive(graph: GraphClient, library: URL, signal: AbortSignal): Promise<string> {
  const [, first = '', second = ''] = library.pathname.split('/')
  const path = first === 'sites' || first === 'teams' || first === 'personal' ? `:/${first}/${second}` : ''
  const site = SiteReply.parse(await graph.get(`/sites/${library.hostname}${path}`, signal))
  const { value } = DriveList.parse(await graph.get(`/sites/${site.id}/drives?$select=id,webUrl`, signal))
  const address = decodeURI(library.href).replace(/\/$/, '')
  const [found] = value
    .filter(({ webUrl }) => `${address}/`.startsWith(`${decodeURI(webUrl).replace(/\/$/, '')}/`))
    .toSorted((a, b) => b.webUrl.length - a.webUrl.length)
  if (found !== undefined) return found.id
  const names = value.map(({ webUrl }) => decodeURI(webUrl)).join(', ')
  throw new Error(
    `There is no document library at ${address}; this site has ${names === '' ? 'none that may be read' : names}.`,
  )
}

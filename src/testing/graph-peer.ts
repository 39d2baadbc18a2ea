import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface GraphFile {
  readonly name: string
  readonly content: string
  /** As Graph gives them; see "permission resource type". */
  readonly permissions: readonly object[]
}

/**
 * As much of Microsoft Graph as reading a document library takes: a site, its libraries, delta queries with pages and
 * cursors, permissions, and downloads that lead elsewhere. Replies have the form of recorded ones.
 */
export interface GraphPeer extends AsyncDisposable {
  readonly url: string
  readonly library: string
  readonly token: string
  put: (id: string, file: GraphFile) => void
  remove: (id: string) => void
  /** Forget all cursors, as Graph does after some months. */
  expireCursors: () => void
  /** Answer the next requests with this status first. */
  readonly troubles: { status: number; retryAfter?: string }[]
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[]
}

interface Change {
  readonly id: string
  readonly file: GraphFile | null
  readonly at: number
}

const PAGE = 2
const DRIVE = 'drive-1'

/** Start a peer with one empty library. */
export async function startGraphPeer(): Promise<GraphPeer> {
  const changes = new Map<string, Change>()
  let [clock, oldestCursor] = [0, 0]
  const [troubles, requests]: [GraphPeer['troubles'], { path: string; authorization: string | undefined }[]] = [[], []]
  const token = 'a-token-for-graph'
  const library = 'https://example.sharepoint.com/sites/team/Shared%20Documents'
  const note = (id: string, file: GraphFile | null) => {
    changes.delete(id)
    changes.set(id, { id, file, at: ++clock })
  }
  const delta = (base: string, since: number, after: number) => {
    const all = [...changes.values()].filter(({ at, file }) => at > since && (since > 0 || file !== null))
    const later = all.filter(({ at }) => at > after)
    const page = later.slice(0, PAGE)
    const last = page.at(-1)?.at ?? clock
    const cursor = (name: string, value: string) => ({
      [name]: `${base}/v1.0/drives/${DRIVE}/root/delta?token=${value}`,
    })
    const more =
      later.length > PAGE
        ? cursor('@odata.nextLink', `${since}.${last}`)
        : cursor('@odata.deltaLink', `${clock}.${clock}`)
    return {
      value: [{ id: 'root', name: 'root', folder: { childCount: changes.size } }, ...page.map(driveItem)],
      ...more,
    }
  }
  const answer = (base: string, url: URL): object | number => {
    const path = decodeURIComponent(url.pathname)
    if (path === '/v1.0/sites/example.sharepoint.com:/sites/team') return { id: 'site-1' }
    if (path === '/v1.0/sites/site-1/drives') {
      const webUrl = 'https://example.sharepoint.com/sites/team'
      return {
        value: [
          { id: 'drive-0', webUrl: `${webUrl}/Site%20Assets` },
          { id: DRIVE, webUrl: library },
        ],
      }
    }
    if (path === `/v1.0/drives/${DRIVE}/root/delta`) {
      const [since = 0, after = 0] = (url.searchParams.get('token') ?? '0.0').split('.').map(Number)
      if (since > 0 && since < oldestCursor) return 410
      return delta(base, since, Math.max(since, after))
    }
    const [, id, what] = /\/drives\/drive-1\/items\/([^/]+)\/(permissions|content)$/.exec(path) ?? []
    const file = id === undefined ? undefined : changes.get(id)?.file
    if (id === undefined || file === null || file === undefined) return 404
    return what === 'permissions' ? { value: file.permissions } : { redirect: `${base}/store/${id}` }
  }
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const url = new URL(request.url ?? '/', base)
    const { authorization } = request.headers
    requests.push({ path: url.pathname, authorization })
    const trouble = troubles.shift()
    if (trouble !== undefined) {
      const headers = trouble.retryAfter === undefined ? {} : { 'retry-after': trouble.retryAfter }
      return response.writeHead(trouble.status, headers).end()
    }
    if (url.pathname.startsWith('/store/')) return response.end(changes.get(url.pathname.slice(7))?.file?.content)
    if (authorization !== `Bearer ${token}`) return response.writeHead(401).end()
    const reply = answer(base, url)
    if (typeof reply === 'number') return response.writeHead(reply).end()
    if ('redirect' in reply) return response.writeHead(302, { location: String(reply.redirect) }).end()
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    library,
    token,
    put: note,
    remove: (id) => note(id, null),
    expireCursors: () => {
      oldestCursor = ++clock
    },
    troubles,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function driveItem({ id, file, at }: Change): object {
  if (file === null) return { id, deleted: { state: 'deleted' } }
  return {
    id,
    name: file.name,
    size: Buffer.byteLength(file.content),
    cTag: `"c:{${id}},${at}"`,
    eTag: `"{${id}},${at}"`,
    file: { mimeType: 'text/html' },
    lastModifiedDateTime: new Date(Date.UTC(2026, 0, 1) + at * 1_000).toISOString(),
    parentReference: { driveId: DRIVE, path: `/drives/${DRIVE}/root:` },
  }
}

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SitePage {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A web site on this machine, made of pages that a test puts there. */
export interface SiteServer extends AsyncDisposable {
  readonly url: string
  /** By path. What is not there is answered with 404. */
  readonly pages: Map<string, SitePage>
  /** Paths in the order they were asked for. */
  readonly asked: string[]
}

/** Start a site without pages. */
export async function startSiteServer(): Promise<SiteServer> {
  const pages = new Map<string, SitePage>()
  const asked: string[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/'
    asked.push(path)
    const { status = 200, headers = {}, body = '' } = pages.get(path) ?? { status: 404 }
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

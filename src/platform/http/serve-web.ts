import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { anyone } from '../../policies/anyone.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { openPages, type RunningPages } from './next-server.ts'

export interface ServeWebOptions {
  /** Folder of the web client, with its `.next` build inside. */
  readonly dir: string
}

/** Addresses of the server itself. An unknown one among them is a 404 problem, never a page. */
const NOT_PAGES = /^\/(?:api|v1|mcp|auth|docs|healthz|readyz|metrics|internal)(?:[/?]|$)/

/** Enough that a nonce cannot be guessed within the life of a page (CSP asks for 128 bits). */
const NONCE_BYTES = 16

/** Seconds after which to ask again when the client could not be started; a build takes about half a minute. */
const RETRY_AFTER_IN_SECONDS = 30

/**
 * A Fastify plugin that answers every GET which is not an address of the server with the web client. The client is
 * loaded in the background once the server listens; a page asked for earlier waits for it. Without a build, pages are
 * 503 and say what to run.
 */
export function serveWeb({ dir }: ServeWebOptions): FastifyPluginAsync {
  return async (app) => {
    const pages = lazyPages(dir, app.server)
    // Readiness must not wait for pages: loading blocks the event loop for a while, so it starts after `listen` returned.
    app.addHook('onListen', async () => {
      setImmediate(() => {
        pages.open().catch((error: unknown) => app.log.warn({ err: error }, 'the web client could not be loaded'))
      })
    })
    app.addHook('onClose', () => pages.close())

    app.get('/*', { schema: { hide: true }, config: { policy: anyone } }, async (request, reply) => {
      if (NOT_PAGES.test(request.url)) return reply.callNotFound()
      const opened = await pages.open().catch(() => null)
      if (opened === null) return sendNotBuilt(reply)
      sendPage(request, reply, opened)
    })
  }
}

function sendPage(request: FastifyRequest, reply: FastifyReply, pages: RunningPages): void {
  const policy = contentSecurityPolicy(randomBytes(NONCE_BYTES).toString('base64'))
  // Next reads the nonce from the request and gives it to the scripts it writes; this also drops one a client sent.
  request.raw.headers['content-security-policy'] = policy
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value)
  }
  reply.raw.setHeader('content-security-policy', policy)
  reply.raw.setHeader('x-content-type-options', 'nosniff')
  reply.raw.setHeader('referrer-policy', 'same-origin')
  pages.handle(request.raw, reply.raw).catch((error: unknown) => {
    request.log.error({ err: error, request_id: request.id }, 'a page could not be rendered')
    if (!reply.raw.headersSent) reply.raw.statusCode = 500
    reply.raw.end()
  })
}

/** Opens the pages once, on the first call; a failed attempt is forgotten, so that a build made meanwhile is found. */
function lazyPages(dir: string, server: Server) {
  let opening: Promise<RunningPages> | null = null
  return {
    open: (): Promise<RunningPages> => {
      opening ??= openBuilt(dir, server).catch((error: unknown) => {
        opening = null
        throw error
      })
      return opening
    },
    close: async (): Promise<void> => {
      const opened = await opening?.catch(() => null)
      await opened?.close()
    },
  }
}

async function openBuilt(dir: string, server: Server): Promise<RunningPages> {
  if (!existsSync(join(dir, '.next', 'BUILD_ID'))) throw new Error('the web client is not built; run `npm run build`')
  return openPages(dir, server)
}

function sendNotBuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .header('retry-after', String(RETRY_AFTER_IN_SECONDS))
    .header('cache-control', 'no-store')
    .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    .header('x-content-type-options', 'nosniff')
    .type('text/html; charset=utf-8')
    .send(NOT_BUILT)
}

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Footnote</title>
<h1>The web client is not built yet</h1>
<p>Run <code>npm run build</code> in the project folder and reload this page. The API works meanwhile; see <a href="/docs">/docs</a>.</p></html>
`

import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { anyone } from '../policies/anyone.ts'
import { PAGE_HEADERS } from './html-page.ts'
import { PROVIDER_PATH } from './local-provider-names.ts'

/** The local provider, made at the first request: its address is known only once this process listens. */
export type LazyProvider = () => Promise<Provider>

/** Let the local provider answer below its path. It reads bodies itself, so nothing here may read them before. */
export function providerRoutes(provider: LazyProvider): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const options = { schema: { hide: true }, config: { policy: anyone } }
    app.route({ method: ['GET', 'POST', 'OPTIONS'], url: `${PROVIDER_PATH}/*`, ...options, handler: passOn(provider) })
  }
}

function passOn(provider: LazyProvider) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const answering = await provider()
    reply.hijack()
    for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...PROVIDER_HEADERS })) {
      if (value !== undefined) reply.raw.setHeader(name, value)
    }
    const raw = asIssuer(request, answering)
    Object.assign(raw, { originalUrl: raw.url, url: raw.url?.slice(PROVIDER_PATH.length) ?? '/' })
    await answering.callback()(raw, reply.raw)
  }
}

/** Its own replies have these too; where it sets a type of its own, that one counts. */
const PROVIDER_HEADERS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(PAGE_HEADERS).filter(([name]) => name !== 'content-type'),
)

/**
 * The request as the provider shall see it. It makes addresses of the host and scheme it was asked by; whatever a proxy
 * or a stranger wrote there, they must be those of the issuer.
 */
export function asIssuer({ raw }: FastifyRequest, { issuer }: Provider): FastifyRequest['raw'] {
  const { host, protocol } = new URL(issuer)
  for (const name of Object.keys(raw.headers)) if (name.startsWith('x-forwarded-')) delete raw.headers[name]
  raw.headers.host = host
  raw.headers['x-forwarded-proto'] = protocol.replace(':', '')
  return raw
}

/** The header without which a process behind the gateway takes no request, not even its own. */
export type SignHop = (method: string, path: string) => Promise<Readonly<Record<string, string>>>

/** Requests of this installation to its own provider stay in this process, whatever its public address leads to. */
export function fetchInProcess(app: FastifyInstance, sign: SignHop) {
  return async (
    address: string,
    { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown },
  ): Promise<Response> => {
    const { pathname, search } = new URL(address)
    const payload = body instanceof URLSearchParams ? body.toString() : undefined
    const reply = await app.inject({
      method: method as 'GET' | 'POST',
      url: `${pathname}${search}`,
      headers: { ...headers, ...(await sign(method, pathname)) },
      ...(payload === undefined ? {} : { payload }),
    })
    const kept = Object.entries(reply.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    )
    return new Response(reply.rawPayload.length === 0 ? null : new Uint8Array(reply.rawPayload), {
      status: reply.statusCode,
      headers: kept,
    })
  }
}

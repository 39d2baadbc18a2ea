import '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import { type Credential, REQUEST_HEADER } from '../contracts/auth.ts'
import { problem } from '../contracts/errors.ts'
import { sessionCookieFor } from '../contracts/session-cookie.ts'

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
const BEARER = /^Bearer +(\S+)$/i

/**
 * What the caller presents: a bearer token, or the session cookie of a browser. A cookie travels with requests that a
 * foreign page makes, so a change by cookie must also carry a header that only our own pages can send.
 */
export function credentialOf(request: FastifyRequest, publicUrl?: string): Credential {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const token = BEARER.exec(authorization)?.[1]
    if (token === undefined) throw problem('not-authenticated', 'Send the token as "Authorization: Bearer <token>".')
    return { type: 'bearer', token }
  }
  const id = request.cookies[sessionCookieFor(publicUrl).name]
  if (id === undefined) throw problem('not-authenticated', 'Send a bearer token, or sign in with your browser first.')
  if (!SAFE_METHODS.has(request.method)) refuseForgery(request, publicUrl)
  return { type: 'session', id }
}

function refuseForgery(request: FastifyRequest, publicUrl: string | undefined): void {
  if (request.headers[REQUEST_HEADER] === undefined) {
    throw problem('request-forgery', `Send the header "${REQUEST_HEADER}: 1" with every change that is made by cookie.`)
  }
  const { origin, 'sec-fetch-site': site } = request.headers
  const isOurs =
    origin === undefined || [publicUrl, `http://${request.host}`, `https://${request.host}`].includes(origin)
  if (!isOurs || site === 'cross-site' || site === 'same-site') {
    throw problem('request-forgery', 'Changes that are made by cookie must come from a page of Footnote.')
  }
}

import type { FastifyRequest } from 'fastify'
import { problem } from '../contracts/errors.ts'

/** Addresses start with a slash and hold what RFC 3986 allows in a path, without semicolons: no API of ours has parameters there. */
const PATH = /^\/[\w\-.~!$&'()*+,=:@[\]%/]*$/
const QUERY = /^[\x21\x22\x24-\x7e]*$/
/** Two servers may disagree on what these mean: an empty segment, a dot segment. */
const ODD_SEGMENT = /\/\/|\/\.{1,2}(?:\/|$)/
/**
 * Escapes that could become something else further on: control characters, `%`, `/`, `\`, `;`, overlong UTF-8, and
 * letters, digits, `-._~`, which need no escape. Broken escapes too.
 */
const ODD_ESCAPE =
  /%(?![\da-f]{2})|%(?:[01][\da-f]|7f|2[5f]|3b|5c|c[01]|f[89a-f]|2[de]|3\d|4[1-9a-f]|5[\daf]|6[1-9a-f]|7[\dae])/i
/** Headers of which a request has one: of two, servers may each believe another. */
const SINGLE: ReadonlySet<string> = new Set([
  'authorization',
  'content-length',
  'content-type',
  'host',
  'transfer-encoding',
  'x-footnote',
])
/** Set by us or by proxies we know, or understood by some frameworks as another method or address. */
const NEVER_FROM_OUTSIDE =
  /^(?:x-footnote-|x-http-method|x-method-override$|x-original-|x-rewrite-|x-middleware-|x-next|x-invoke|x-matched-)/
const FROM_PROXIES =
  /^(?:forwarded$|x-forwarded-|x-real-ip$|x-client-ip$|x-cluster-client-ip$|true-client-ip$|cf-connecting-ip$|via$|x-host$|x-original-host$)/

/** Throw `invalid-request` for what no client sends by accident and another server might read differently than we do. */
export function refuseOddRequest({ url, headers, raw }: FastifyRequest): void {
  if (isOddAddress(url))
    throw refusal('Write the address as it is documented at /docs, without escapes it does not need.')
  const coding = headers['transfer-encoding']
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') throw refusal('Send the body as it is, or chunked.')
  const twice = firstTwice(raw.rawHeaders)
  if (twice !== null) throw refusal(`Send the header "${twice}" once.`)
}

/** Delete the headers that only we, or proxies that are believed, may set; names with underscores, which some servers read as ours. */
export function dropHeadersFromOutside(request: FastifyRequest): void {
  const { headers } = request
  const byProxy = (request.ips?.length ?? 0) > 1
  for (const name of Object.keys(headers)) {
    if (name.includes('_') || NEVER_FROM_OUTSIDE.test(name) || (!byProxy && FROM_PROXIES.test(name)))
      delete headers[name]
  }
}

function isOddAddress(url: string): boolean {
  const end = url.indexOf('?')
  const path = end === -1 ? url : url.slice(0, end)
  if (!PATH.test(path) || ODD_SEGMENT.test(path)) return true
  if (end !== -1 && !QUERY.test(url.slice(end + 1))) return true
  return path.includes('%') && ODD_ESCAPE.test(path)
}

function firstTwice(rawHeaders: readonly string[]): string | null {
  const seen = new Set<string>()
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? ''
    if (!SINGLE.has(name)) continue
    if (seen.has(name)) return name
    seen.add(name)
  }
  return null
}

function refusal(detail: string): Error {
  return problem('invalid-request', detail)
}

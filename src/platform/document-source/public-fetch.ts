import { isIP } from 'node:net'
import { Agent, fetch, type Response } from 'undici'
import { createPublicLookup, isPublicAddress } from '../http/public-address.ts'

export interface PublicFetchOptions {
  /** Reach addresses of inner networks too; for an intranet that the person who asks for it may see. */
  readonly allowPrivate: boolean
  readonly maximumBytes: number
  readonly userAgent: string
}

export interface Fetched {
  /** After redirects. */
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
}

/** Get a document from the web. Throws `FetchRefused` for an address that may not be asked, and for one that answers too much. */
export interface PublicFetch extends AsyncDisposable {
  readonly get: (url: URL, signal: AbortSignal) => Promise<Fetched>
}

/** An address that is not asked, or an answer that is not taken; the message is one sentence. */
export class FetchRefused extends Error {
  override readonly name = 'FetchRefused'
}

const MAXIMUM_REDIRECTS = 5
const DEADLINE_IN_MS = 30_000

/**
 * A client for addresses that come from documents and web pages: it connects to public addresses only. What a name resolves
 * to is checked for each connection, so that neither a redirect nor a name that changes its address leads inside.
 */
export function createPublicFetch(options: PublicFetchOptions): PublicFetch {
  const agent = new Agent({
    connect: options.allowPrivate ? {} : { lookup: createPublicLookup(notPublic) },
    connections: 2,
    headersTimeout: DEADLINE_IN_MS,
    bodyTimeout: DEADLINE_IN_MS,
  })
  return {
    get: (url, signal) => get(agent, options, url, signal),
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

async function get(agent: Agent, options: PublicFetchOptions, start: URL, signal: AbortSignal): Promise<Fetched> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_IN_MS)])
  let url = start
  for (let redirects = 0; redirects <= MAXIMUM_REDIRECTS; redirects++) {
    requireAllowed(url, options.allowPrivate)
    const headers = { 'user-agent': options.userAgent, accept: 'text/html, application/xhtml+xml, */*;q=0.8' }
    const response = await fetch(url, { dispatcher: agent, redirect: 'manual', signal: deadline, headers }).catch(
      (error: unknown) => {
        signal.throwIfAborted()
        throw whyNot(url, error)
      },
    )
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) return read(response, url, options)
    await response.body?.cancel()
    url = new URL(location, url)
  }
  throw new FetchRefused(`The page at ${start.href} leads from one address to the next without end.`)
}

/** Throws for anything but HTTP without a password in the address, and for an address in numbers that is not public. */
export function requireAllowed(url: URL, allowPrivate: boolean): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new FetchRefused(`${url.protocol} addresses are not read; use http or https.`)
  if (url.username !== '' || url.password !== '') throw new FetchRefused('Addresses with a password are not read.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(host)
}

function notPublic(host: string): FetchRefused {
  return new FetchRefused(
    `${host} is an address of an inner network; add --allow-private if it is your intranet and you may read it.`,
  )
}

/** `fetch` hides the reason one or two causes deep. */
function whyNot({ host }: URL, error: unknown): Error {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof FetchRefused) return cause
  return new Error(`${host} does not answer; check the address, or try again later.`, { cause: error })
}

async function read(response: Response, url: URL, { maximumBytes }: PublicFetchOptions): Promise<Fetched> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maximumBytes) throw new FetchRefused(`${url.href} answers with more than ${maximumBytes} bytes.`)
    chunks.push(chunk)
  }
  return { url, status: response.status, headers: new Headers([...response.headers]), body: Buffer.concat(chunks) }
}

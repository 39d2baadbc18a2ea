import { createHmac } from 'node:crypto'
import { isIP } from 'node:net'
import { Agent, fetch } from 'undici'
import type { Clock } from '../../contracts/call-context.ts'
import { createPublicLookup, isPublicAddress } from './public-address.ts'

const DEADLINE_IN_MS = 15_000

/** An address that nothing is sent to; the message is one sentence. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused'
}

export interface WebhookOptions {
  readonly url: string
  /** The secret of the receiver. */
  readonly key: Buffer
  /** Reach addresses of inner networks too. */
  readonly allowPrivate: boolean
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What is sent. */
export interface WebhookMessage {
  /** Stays the same when it is sent again: the receiver can tell. */
  readonly id: string
  readonly body: object
}

/**
 * Post a message, signed as https://www.standardwebhooks.com says, to a public address and nowhere else: no redirect is
 * followed, and what the name resolves to is checked for the connection itself. Throws `WebhookRefused`, and an error with the
 * status when the receiver does not take it.
 */
export async function postWebhook(
  { id, body }: WebhookMessage,
  { url, key, allowPrivate, clock, signal }: WebhookOptions,
): Promise<void> {
  requireWebhookUrl(url, allowPrivate)
  const text = JSON.stringify(body)
  const timestamp = Math.floor(clock.now() / 1_000)
  const dispatcher = new Agent({ connect: allowPrivate ? {} : { lookup: createPublicLookup(notPublic) } })
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signatureOf({ id, timestamp, text }, key),
      },
      body: text,
      redirect: 'manual',
      dispatcher,
      signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_IN_MS)]),
    }).catch((error: unknown) => {
      signal.throwIfAborted()
      throw whyNot(error)
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`the webhook answered ${response.status}`)
  } finally {
    await dispatcher.destroy()
  }
}

/** Throws `WebhookRefused` for what no message is sent to, as far as the address itself tells. */
export function requireWebhookUrl(url: string, allowPrivate: boolean): void {
  const { protocol, hostname, username, password } = new URL(url)
  if (protocol !== 'https:' && !(allowPrivate && protocol === 'http:'))
    throw new WebhookRefused('Messages are sent to https addresses only.')
  if (username !== '' || password !== '') throw new WebhookRefused('Give an address without a password in it.')
  const host = hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(host)
}

/** The signature of a message, as receivers compute it. `timestamp` is in seconds. */
export function signatureOf(
  { id, timestamp, text }: { readonly id: string; readonly timestamp: number; readonly text: string },
  key: Buffer,
): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64')}`
}

function notPublic(host: string): WebhookRefused {
  return new WebhookRefused(
    `${host} is an address of an inner network; set FOOTNOTE_WEBHOOKS_PRIVATE=on if it is yours and may be reached.`,
  )
}

/** `fetch` hides the reason one or two causes deep. */
function whyNot(error: unknown): Error {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof WebhookRefused) return cause
  return new Error('the webhook does not answer', { cause: error })
}

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Message } from 'rhea'

export interface Credentials {
  readonly keyName: string
  readonly key: string
  /** The one token of Entra ID that is let in. */
  readonly accessToken: string
}

const ACCEPTED = 202
const BAD_REQUEST = 400
const UNAUTHORIZED = 401

/** The status for a token that a client puts on the node `$cbs`: a shared access signature, or a token of Entra ID. */
export function checkClaim({ application_properties: properties, body }: Message, credentials: Credentials): number {
  if (properties?.['operation'] !== 'put-token') return BAD_REQUEST
  const token = String(body)
  const isKnown =
    properties['type'] === 'servicebus.windows.net:sastoken'
      ? isSigned(token, credentials)
      : isEqual(token, credentials.accessToken)
  return isKnown ? ACCEPTED : UNAUTHORIZED
}

/** https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas: HMAC-SHA256 over resource and expiry. */
function isSigned(token: string, { keyName, key }: Credentials): boolean {
  const fields = new URLSearchParams(token.replace(/^SharedAccessSignature /, ''))
  const [resource, expiry] = [fields.get('sr') ?? '', fields.get('se') ?? '']
  const signature = createHmac('sha256', key)
    .update(`${encodeURIComponent(resource)}\n${expiry}`)
    .digest('base64')
  return (
    fields.get('skn') === keyName && Number(expiry) * 1000 > Date.now() && isEqual(fields.get('sig') ?? '', signature)
  )
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

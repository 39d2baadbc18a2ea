import { createHash } from 'node:crypto'
import type { CallContext } from '../../contracts/call-context.ts'

/** Names the record of an answer; the body depends on library, rights and question only. */
export const ANSWER_ID_HEADER = 'x-footnote-answer-id'

/**
 * The id under which the answer to a call is kept: a version 8 UUID made from tenant, person and request id, so that it can
 * be named before the answer exists and the answer itself carries nothing random.
 */
export function answerIdOf({ principal, requestId }: Pick<CallContext, 'principal' | 'requestId'>): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([principal.tenant_id, principal.object_id, requestId]))
    .digest('hex')
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

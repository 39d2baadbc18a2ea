import { createHmac } from 'node:crypto'
import type { Authentication } from '../contracts/auth.ts'
import { AskInput } from '../contracts/orchestration.ts'
import { accessEntriesOf } from '../contracts/principal.ts'

/** Bump when the meaning of a key or of a stored answer changes. */
const KEY_VERSION = '1'

export interface AnswerCacheKeyFields {
  readonly authentication: Authentication
  readonly body: unknown
  /** Names index generation, model, prompt version and language rules: answers made by other means never meet. */
  readonly answerFingerprint: string
}

/**
 * The key under which an answer may be given again, or null when it may not be cached. It covers everything the answer
 * depends on; fields are length-prefixed, so that no two lists of fields can run into the same bytes.
 */
export function answerCacheKey(
  secret: string,
  { authentication, body, answerFingerprint }: AnswerCacheKeyFields,
): string | null {
  const { principal, access_epoch, library_epoch } = authentication
  if (principal.kind !== 'user') return null
  const input = AskInput.safeParse(body)
  if (!input.success) return null
  const { query, filters, top_k } = input.data
  const fields = [
    KEY_VERSION,
    principal.tenant_id,
    JSON.stringify(accessEntriesOf(principal).toSorted()),
    JSON.stringify(principal.roles.toSorted()),
    String(access_epoch),
    String(library_epoch),
    answerFingerprint,
    normaliseQuery(query),
    canonicalJson(filters ?? {}),
    String(top_k),
  ]
  const mac = createHmac('sha256', secret)
  for (const field of fields) mac.update(`${Buffer.byteLength(field)}:`).update(field)
  return `answer:${mac.digest('base64url')}`
}

/** Questions that differ only in spacing are the same question; case and punctuation can change the meaning. */
function normaliseQuery(query: string): string {
  return query.normalize('NFC').trim().replace(/\s+/g, ' ')
}

function canonicalJson(value: object): string {
  return JSON.stringify(Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b)))
}

import { createHmac, type KeyObject } from 'node:crypto'
import type { Authentication } from '../contracts/auth.ts'
import { AskInput } from '../contracts/orchestration.ts'
import { principalSetOf } from '../platform/http/principal-set.ts'

/** Bump when the meaning of a key or of a stored answer changes. */
const KEY_VERSION = '2'

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
  secret: string | KeyObject,
  { authentication, body, answerFingerprint }: AnswerCacheKeyFields,
): string | null {
  const { principal } = authentication
  if (principal.kind !== 'user') return null
  const input = AskInput.safeParse(body)
  // With what was said before, the same words may ask for something else.
  if (!input.success || input.data.conversation_id !== undefined) return null
  const { query, filters, top_k, interpret = true } = input.data
  const scope = answerScopeOf(authentication, answerFingerprint)
  const fields = [
    scope.keyVersion,
    principal.tenant_id,
    scope.principalSet,
    String(scope.accessEpoch),
    String(scope.libraryEpoch),
    scope.answerFingerprint,
    normaliseQuery(query),
    canonicalJson(filters ?? {}),
    String(top_k),
    // Only where it is said: gateways in front make the same keys, and keep no answer to a body with more members.
    ...(interpret ? [] : ['as-written']),
  ]
  const text = fields.map((field) => `${Buffer.byteLength(field)}:${field}`).join('')
  return `answer:${createHmac('sha256', secret).update(text).digest('base64url')}`
}

/** What an answer depends on besides tenant and question. */
export interface AnswerScope {
  readonly keyVersion: string
  /** A hash of everything that decides what the caller may see and do. */
  readonly principalSet: string
  readonly accessEpoch: number
  readonly libraryEpoch: number
  readonly answerFingerprint: string
}

/** What the answers to a caller depend on at this moment. A gateway in front asks for it and makes the same keys. */
export function answerScopeOf(
  { principal, access_epoch, library_epoch }: Authentication,
  answerFingerprint: string,
): AnswerScope {
  return {
    keyVersion: KEY_VERSION,
    principalSet: principalSetOf(principal),
    accessEpoch: access_epoch,
    libraryEpoch: library_epoch,
    answerFingerprint,
  }
}

/** Questions that differ only in spacing are the same question; case and punctuation can change the meaning. */
function normaliseQuery(query: string): string {
  return query.normalize('NFC').trim().replace(/\s+/g, ' ')
}

function canonicalJson(value: object): string {
  return JSON.stringify(Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b)))
}

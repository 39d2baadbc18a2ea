import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Principal } from '../../src/contracts/principal.ts'
import { answerCacheKey, answerScopeOf } from '../../src/gateway/answer-cache.ts'
import { flatten, readPolicy } from './read-policies.ts'
import { runPolicyExpression } from './run-policy-expression.ts'

const Vectors = z.object({
  secret: z.string(),
  vectors: z.array(
    z.object({
      name: z.string(),
      principal: Principal,
      access_epoch: z.number(),
      library_epoch: z.number(),
      answer_fingerprint: z.string(),
      body: z.record(z.string(), z.unknown()),
      key: z.string().nullable(),
    }),
  ),
})
type Vector = z.infer<typeof Vectors>['vectors'][number]

const { secret, vectors } = Vectors.parse(
  JSON.parse(await readFile(new URL('answer-cache-vectors.json', import.meta.url), 'utf8')),
)
const expression = await keyExpression()

/** The expression, as the parser of API Management sees it once named values are filled in. */
async function keyExpression(): Promise<string> {
  const found = flatten(await readPolicy('policies/ask.xml')).find(
    ({ name, attributes }) => name === 'set-variable' && attributes['value']?.includes('HMACSHA256'),
  )
  return (found?.attributes['value'] ?? '')
    .replaceAll('{{footnote-answer-cache-key}}', secret)
    .replaceAll('{{footnote-default-top-k}}', '5')
}

function authenticationOf({ principal, access_epoch, library_epoch }: Vector) {
  return { principal, access_epoch, library_epoch, expires_at: '2026-03-02T10:00:00.000Z' }
}

/** What the backend says of the caller, as the policy gets it. */
function scopeOf(vector: Vector): string {
  const scope = answerScopeOf(authenticationOf(vector), vector.answer_fingerprint)
  return JSON.stringify({
    key_version: scope.keyVersion,
    principal_set: scope.principalSet,
    access_epoch: scope.accessEpoch,
    library_epoch: scope.libraryEpoch,
    answer_fingerprint: scope.answerFingerprint,
  })
}

function keyByPolicy(vector: Vector, question = JSON.stringify(vector.body), scope = scopeOf(vector)): unknown {
  return runPolicyExpression(expression, {
    'footnote-scope': scope,
    'footnote-question': question,
    'footnote-tenant': vector.principal.tenant_id,
  })
}

describe('the key of a kept answer', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    'is the golden one in the gateway: %s',
    (_name, vector) => {
      const { body, answer_fingerprint: answerFingerprint } = vector
      const key = answerCacheKey(secret, { authentication: authenticationOf(vector), body, answerFingerprint })
      expect(key).toBe(vector.key)
    },
  )

  it.each(vectors.filter(({ principal }) => principal.kind === 'user').map((vector) => [vector.name, vector] as const))(
    'is the golden one in the policy: %s',
    (_name, vector) => {
      expect(keyByPolicy(vector)).toBe(vector.key ?? '')
    },
  )

  it.each([
    ['is no JSON', '{"query":'],
    ['is no object', '[]'],
    ['holds half a character', '{"query":"\\ud83d"}'],
    ['holds half a character in a filter', '{"query":"a","filters":{"collections":["\\ud83d"]}}'],
    [
      'holds a time, which JSON readers of .NET rewrite',
      '{"query":"a","filters":{"updated_after":"2026-01-01T00:00:00Z"}}',
    ],
    ['is itself a time', '{"query":"2026-01-01T00:00:00Z"}'],
    ['has filters of another shape', '{"query":"a","filters":[]}'],
    ['has no filters but says so', '{"query":"a","filters":null}'],
  ])('is empty in the policy for a question that %s', (_name, question) => {
    expect(keyByPolicy(vectors[0]!, question)).toBe('')
  })

  it('is empty in the policy when the backend said something else than a scope', () => {
    for (const scope of ['', '{}', '"no"', '{"key_version":"2"}']) {
      expect(keyByPolicy(vectors[0]!, undefined, scope)).toBe('')
    }
  })
})

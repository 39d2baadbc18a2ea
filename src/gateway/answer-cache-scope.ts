import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Authentication } from '../contracts/auth.ts'
import { problem } from '../contracts/errors.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { askQuestions } from '../policies/ask-questions.ts'
import { answerScopeOf } from './answer-cache.ts'
import { authenticationOf } from './authentication.ts'

/** Where a gateway in front of this one asks what its cache must tell apart; see deploy/azure. */
export const ANSWER_CACHE_SCOPE_PATH = '/api/answer-cache-scope'

const AnswerCacheScope = z.object({
  key_version: z.string(),
  principal_set: z.string().describe('Names the rights of the caller; the same for callers with the same rights.'),
  access_epoch: z.number().int(),
  library_epoch: z.number().int(),
  answer_fingerprint: z.string(),
})

const schema = {
  operationId: 'getAnswerCacheScope',
  summary: 'What answers to you depend on besides the question; for gateways in front that keep answers.',
  tags: ['ask'],
  response: { 200: AnswerCacheScope, ...problemResponses(401, 403, 503) },
}

/** The route that tells a gateway in front, at this very moment, what the caller's answers depend on. */
export function addAnswerCacheScope(app: FastifyInstance, answerFingerprint: string): void {
  app.get(ANSWER_CACHE_SCOPE_PATH, { schema, config: { policy: askQuestions } }, async (request) => {
    const authentication = authenticationOf(request)
    if (authentication === null) throw problem('not-authenticated', 'Send a bearer token.')
    return scopeReply(authentication, answerFingerprint)
  })
}

function scopeReply(authentication: Authentication, answerFingerprint: string): z.infer<typeof AnswerCacheScope> {
  const scope = answerScopeOf(authentication, answerFingerprint)
  return {
    key_version: scope.keyVersion,
    principal_set: scope.principalSet,
    access_epoch: scope.accessEpoch,
    library_epoch: scope.libraryEpoch,
    answer_fingerprint: scope.answerFingerprint,
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Credential } from '../contracts/auth.ts'
import { inboundCallOf } from '../platform/http/call-context.ts'
import { whenFinished } from '../platform/http/when-finished.ts'
import { type FailedSignIns, isWrongCredential } from './failed-sign-ins.ts'
import type { RateDecision } from './rate-limits.ts'
import { notesOf } from './request-notes.ts'

/** Everything that signs people in. */
const FORMS_PREFIX = '/auth/'

interface Presented {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly credential: Credential
}

/** Verify a credential unless its address is over the limit, and count it when it is wrong. */
export async function verifyWithinLimit<T>(
  failedSignIns: FailedSignIns,
  { request, reply, credential }: Presented,
  verify: () => Promise<T>,
): Promise<T> {
  const { clock } = inboundCallOf(request)
  const attempt = { address: notesOf(request).address, credential }
  throwRefusal(reply, await failedSignIns.refuse(attempt, clock.now()))
  try {
    const verified = await verify()
    failedSignIns.succeeded(credential, clock.now())
    return verified
  } catch (error) {
    if (isWrongCredential(error)) await failedSignIns.failed(attempt, clock.now())
    throw error
  }
}

/** Count what the sign-in pages refuse, and take no more forms from an address that is over the limit. */
export function limitForms(app: FastifyInstance, failedSignIns: FailedSignIns): void {
  const refuse = async (request: FastifyRequest, reply: FastifyReply) =>
    throwRefusal(reply, await failedSignIns.refuse(attemptOf(request), inboundCallOf(request).clock.now()))
  app.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'POST' || !request.url.startsWith(FORMS_PREFIX)) done()
    else void whenFinished(refuse(request, reply), done)
  })
  // Before the reply goes out, so that whoever waits for it to try again is counted.
  app.addHook('onSend', (request, reply, _payload, done) => {
    const isRefusedForm = reply.statusCode === 401 && request.url.startsWith(FORMS_PREFIX)
    if (!isRefusedForm) done()
    else void whenFinished(failedSignIns.failed(attemptOf(request), inboundCallOf(request).clock.now()), done)
  })
}

function attemptOf(request: FastifyRequest) {
  return { address: notesOf(request).address, credential: null }
}

function throwRefusal(reply: FastifyReply, refused: RateDecision | null): void {
  if (refused === null) return
  reply.headers(refused.headers)
  if (refused.refusal !== null) throw refused.refusal
}

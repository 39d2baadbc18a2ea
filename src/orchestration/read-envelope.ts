import type { CallContext } from '../contracts/call-context.ts'
import { PROBLEMS, type ProblemCode, problem } from '../contracts/errors.ts'
import type { AnswerEnvelope, AnswerPart } from '../contracts/orchestration.ts'

/** Read a streamed answer to its end. Throws the problem of an `error` part, and `service-unavailable` where no end came. */
export async function readEnvelope(
  parts: AsyncIterable<AnswerPart>,
  { signal }: Pick<CallContext, 'signal'>,
): Promise<AnswerEnvelope> {
  let envelope: AnswerEnvelope | null = null
  for await (const part of parts) {
    signal.throwIfAborted()
    if (part.type === 'error') throw problem(knownCode(part.code), part.detail)
    if (part.type === 'answer-end') envelope = part.answer
  }
  if (envelope === null) throw problem('service-unavailable', 'The answer broke off before its end; ask again.')
  return envelope
}

function knownCode(code: string): ProblemCode {
  return code in PROBLEMS ? (code as ProblemCode) : 'internal-error'
}

// First, before any schema is made: the page's content security policy forbids the code generation Zod would try.
import './forbid-code-generation.ts'
import { z } from 'zod'
import { DocumentPage, Passage } from '../../src/contracts/documents.ts'
import { AnswerPart } from '../../src/contracts/orchestration.ts'
import { messages } from './messages.ts'
import { localProblem, RequestFailed } from './problem.ts'

/** Reply of `GET /api/session`, as far as the client uses it. */
const Session = z.object({ object_id: z.string(), display_name: z.string().nullish(), roles: z.array(z.string()) })
export type Session = z.infer<typeof Session>

const SignedOut = z.object({ end_session_url: z.string().nullable() })

/** What the server may send, each checked once where it arrives; a mismatch throws `RequestFailed`. */
export const wire = {
  session: (value: unknown): Session => read(Session, value),
  signedOut: (value: unknown): z.infer<typeof SignedOut> => read(SignedOut, value),
  passage: (value: unknown): Passage => read(Passage, value),
  documentPage: (value: unknown): DocumentPage => read(DocumentPage, value),
  answerPart: (text: string): AnswerPart => read(AnswerPart, JSON.parse(text)),
} as const

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new RequestFailed(
    localProblem('unreadable', messages.problem.unreadableTitle, messages.problem.unreadableDetail),
    parsed.error,
  )
}

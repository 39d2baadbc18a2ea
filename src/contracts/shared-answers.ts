import { z } from 'zod'
import { AnswerSummary, PastAnswer } from './answers.ts'

/** The link of an answer; the page of it is `/shared/<id>`. */
export const ShareLink = z.object({ id: z.uuid(), created_at: z.iso.datetime() })
export type ShareLink = z.infer<typeof ShareLink>

/** Whether an answer of one's own is shared. */
export const ShareState = z.object({ link: ShareLink.nullable().describe('Null while it is not shared.') })
export type ShareState = z.infer<typeof ShareState>

/**
 * An answer of a colleague as the reader may see it. What was read from the question is not in it: it may name documents
 * that the reader may not know of.
 */
export const SharedAnswer = AnswerSummary.pick({ query: true, asked_at: true, sources_changed: true }).extend({
  answer: PastAnswer.omit({ understood: true, standalone_question: true, unreadable_documents: true }),
  sources: z.number().int().describe('How many sources the answer has.'),
  withheld: z
    .number()
    .int()
    .describe('How many of them are gone, or may not be read by you; what rests on them was taken out.'),
})
export type SharedAnswer = z.infer<typeof SharedAnswer>

import { z } from 'zod'
import { AnswerDetails } from './answers.ts'

/** After so many questions another conversation has to be begun: nobody reads on, and a page of it stays a page. */
export const MOST_TURNS = 200

const Title = z.string().trim().min(1).max(200)

/** What a conversation is begun with. */
export const NewConversation = z.strictObject({
  title: Title.optional().describe('Without one it is called by its first question.'),
})
export type NewConversation = z.infer<typeof NewConversation>

export const ConversationChange = z.strictObject({ title: Title })
export type ConversationChange = z.infer<typeof ConversationChange>

/** One conversation in a list of them. */
export const Conversation = z.object({
  id: z.uuid(),
  title: z.string().nullable().describe('Given, or its first question; null while it has neither.'),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  questions: z.number().int().describe('How many were asked in it.'),
})
export type Conversation = z.infer<typeof Conversation>

/** One page of conversations, the last used first. */
export const ConversationPage = z.object({
  conversations: z.array(Conversation),
  next_cursor: z.string().nullable().describe('Give it back to read on; null at the end.'),
})
export type ConversationPage = z.infer<typeof ConversationPage>

/** A question of a conversation with its answer as it may be shown now. */
export const Turn = AnswerDetails.extend({
  standalone_question: z
    .string()
    .nullable()
    .describe('How a follow-up was read; null for a question that stood for itself, or when its source is gone.'),
})
export type Turn = z.infer<typeof Turn>

/** A conversation with its turns; `turns` has them in the order in which they were asked. */
export const ConversationDetails = Conversation.extend({ turns: z.array(Turn) })
export type ConversationDetails = z.infer<typeof ConversationDetails>

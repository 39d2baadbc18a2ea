import { z } from 'zod'

export const FEEDBACK_REASONS = ['wrong', 'incomplete', 'outdated', 'bad-source', 'other'] as const
export type FeedbackReason = (typeof FEEDBACK_REASONS)[number]

const Rating = z.enum(['up', 'down'])
const Reason = z.enum(FEEDBACK_REASONS)

/** What somebody says of an answer that they were given. */
export const FeedbackInput = z.strictObject({
  rating: Rating,
  reason: Reason.optional(),
  text: z.string().trim().min(1).max(2_000).optional().describe('In your own words; goes when the answer goes.'),
})
export type FeedbackInput = z.infer<typeof FeedbackInput>

/** What whoever asked said last of the answer. */
export const Feedback = z.object({
  rating: Rating,
  reason: Reason.nullable(),
  text: z.string().nullable().describe('Null where no words of questions and answers are kept.'),
  at: z.iso.datetime(),
})
export type Feedback = z.infer<typeof Feedback>

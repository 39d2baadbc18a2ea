import { z } from 'zod'
import { ReportSelection } from './reports.ts'

export const UnansweredQuery = ReportSelection.pick({ from: true, to: true, time_zone: true }).extend({
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Topics, those asked most first.'),
})
export type UnansweredQuery = z.infer<typeof UnansweredQuery>

/** Questions that share their words, and had no answer or a bad one. */
export const UnansweredTopic = z.object({
  questions: z.number().int(),
  people: z.number().int(),
  abstained: z.number().int().describe('Those to which the documents had no answer.'),
  rated_bad: z.number().int().describe('Those whose answer was called bad.'),
  examples: z.array(z.string()).describe('At most three of them, the newest first, each wording once.'),
  collection: z
    .string()
    .nullable()
    .describe(
      'Where an answer would probably belong: the collection of what came nearest. Null when nothing came near.',
    ),
  last_asked_at: z.iso.datetime(),
})
export type UnansweredTopic = z.infer<typeof UnansweredTopic>

export const UnansweredReport = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  topics: z.array(UnansweredTopic),
  looked_at: z
    .number()
    .int()
    .describe('Questions that were looked at: the newest 2,000 of the period whose words are kept.'),
})
export type UnansweredReport = z.infer<typeof UnansweredReport>

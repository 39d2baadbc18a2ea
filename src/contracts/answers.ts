import { z } from 'zod'
import { Feedback } from './feedback.ts'
import { AnswerEnvelope, Citation, NearestPassage } from './orchestration.ts'

/** What became of a source since it was cited. One that may no longer be read counts as deleted. */
export const SOURCE_STATES = ['current', 'changed', 'deleted'] as const
export const SourceState = z
  .enum(SOURCE_STATES)
  .describe('"changed": a newer version is current. "deleted": it is gone, or you may no longer read it.')
export type SourceState = z.infer<typeof SourceState>

const Gone = z.literal('deleted')
/** What is left of a citation whose source is gone. */
export const RemovedCitation = z.object({ number: Citation.shape.number, source_state: Gone })
/** What is left of a nearest passage whose source is gone. */
export const RemovedPassage = z.object({ source_state: Gone })

const StillThere = SourceState.exclude(['deleted'])

/** An answer as it is kept: as it was given, less what rests on documents that were deleted since. */
export const KeptAnswer = AnswerEnvelope.extend({
  citations: z.array(z.union([Citation, RemovedCitation])),
  nearest_passages: z.array(
    z.union([
      // Those of the first release did not say which version they were of.
      NearestPassage.extend({ version: NearestPassage.shape.version.default(1) }),
      RemovedPassage,
    ]),
  ),
})
export type KeptAnswer = z.infer<typeof KeptAnswer>

/** An answer as its asker sees it later: less what rests on documents that are gone, each source with its state. */
export const PastAnswer = AnswerEnvelope.extend({
  citations: z.array(z.union([Citation.extend({ source_state: StillThere }), RemovedCitation])),
  nearest_passages: z.array(z.union([NearestPassage.extend({ source_state: StillThere }), RemovedPassage])),
})
export type PastAnswer = z.infer<typeof PastAnswer>

export const ANSWER_OUTCOMES = ['answered', 'abstained', 'failed', 'cancelled'] as const

/** One question that was asked, in a list of them. */
export const AnswerSummary = z.object({
  id: z.uuid(),
  query: z.string(),
  asked_at: z.iso.datetime(),
  outcome: z.enum(ANSWER_OUTCOMES),
  confidence: z.number().nullable(),
  citations: z.number().int().describe('How many footnotes the answer has.'),
  sources_changed: z.boolean().describe('A source of it has a newer version, or is gone: asking again may help.'),
})
export type AnswerSummary = z.infer<typeof AnswerSummary>

/** One page of the questions that one asked, newest first. */
export const AnswerPage = z.object({
  answers: z.array(AnswerSummary),
  next_cursor: z.string().nullable().describe('Give it back to read on; null at the end.'),
})
export type AnswerPage = z.infer<typeof AnswerPage>

/** A question and its answer. */
export const AnswerDetails = AnswerSummary.extend({
  answer: PastAnswer.nullable().describe('Null for a question that was not answered.'),
  feedback: Feedback.nullable().describe('What you said of the answer; null when nothing.'),
})
export type AnswerDetails = z.infer<typeof AnswerDetails>

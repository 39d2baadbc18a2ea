import { z } from 'zod'

export const EVALUATION_TRIGGERS = ['manual', 'nightly', 'flip'] as const
export const EVALUATION_STATES = ['waiting', 'running', 'done', 'failed'] as const

/** How a measure differs from the run before, on the questions that both asked. */
export const MeasureChange = z.object({
  measure: z.string(),
  questions: z.number().int(),
  before: z.number(),
  after: z.number(),
  difference: z.number(),
  low: z.number().describe('With "high" the interval that holds the difference with 95 %.'),
  high: z.number(),
  p: z.number().describe('How often a difference as large would come by chance.'),
})
export type MeasureChange = z.infer<typeof MeasureChange>

/** The golden questions asked once, and what came of it. */
export const EvaluationRun = z.object({
  id: z.uuid(),
  trigger: z.enum(EVALUATION_TRIGGERS).describe('"flip": another build of the index was made active.'),
  state: z.enum(EVALUATION_STATES),
  requested_by: z.string().nullable(),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  generation: z.string().nullable().describe('Build of the index that was asked.'),
  prompt_version: z.number().int().nullable().describe('Wording of the prompt that was asked with.'),
  questions: z.number().int().nullable(),
  stale: z
    .number()
    .int()
    .nullable()
    .describe('Accepted questions that were left out: the documents no longer say it in these words.'),
  figures: z
    .record(z.string(), z.number())
    .nullable()
    .describe('Means over the questions that have the measure, from 0 to 1; times; tokens; cost.'),
  intervals: z
    .record(z.string(), z.object({ low: z.number(), high: z.number() }))
    .nullable()
    .describe('For each mean over questions the interval that holds it with 95 %.'),
  changes: z.array(MeasureChange).nullable().describe('Beside the run before; null for the first one.'),
  worse: z.array(z.string()).describe('Measures that are worse than in the run before, and hardly by chance.'),
  probes: z.number().int().nullable().describe('How often invented people looked for what they may not see.'),
  leaks: z.number().int().nullable().describe('How often they found it: anything but 0 is an incident.'),
  detail: z.string().nullable().describe('Why it failed, or what could not be looked at.'),
})
export type EvaluationRun = z.infer<typeof EvaluationRun>

export const EvaluationRunPage = z.object({ runs: z.array(EvaluationRun), next_cursor: z.string().nullable() })
export type EvaluationRunPage = z.infer<typeof EvaluationRunPage>

export const EvaluationRunList = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(2_000).optional().describe('The next_cursor of the page before.'),
  format: z.enum(['json', 'csv']).default('json').describe('As CSV it has the runs that are done, without a cursor.'),
})
export type EvaluationRunList = z.infer<typeof EvaluationRunList>

import { z } from 'zod'
import { MeasureChange } from './evaluation-runs.ts'

/** About 1,000 tokens of English: longer than any house style needs, and a quarter of a small window at most. */
export const LONGEST_WORDING = 4_000

/** A number as the list of versions has it; 0 is the default in the code. */
export const PromptNumber = z.coerce.number().int().min(0).max(2_147_483_647)

/** What an administrator writes. */
export const PromptDraft = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(LONGEST_WORDING)
    .describe(
      'How to write: tone, length, language, form. It stands between rules of the code, which it cannot change. ' +
        '"{abstention}" becomes the sentence that is said when the documents do not hold the answer.',
    ),
  note: z.string().max(500).default('').describe('Why it is written, for whoever reviews it.'),
})
export type PromptDraft = z.infer<typeof PromptDraft>

/** One version of the wording, without its text. Versions are never changed: a change is a new draft. */
export const PromptSummary = z.object({
  version: z.number().int(),
  state: z
    .enum(['draft', 'reviewed', 'active', 'retired'])
    .describe('Answers are written with the active one; a retired one was active before and can be again.'),
  note: z.string(),
  created_by: z.string().nullable().describe('Null for version 0, the default in the code.'),
  created_at: z.iso.datetime().nullable(),
  reviewed_by: z.string().nullable(),
  reviewed_at: z.iso.datetime().nullable(),
  self_reviewed: z.boolean().describe('Its author reviewed it, because there was no other administrator.'),
  activated_by: z.string().nullable().describe('Who made it active last.'),
  activated_at: z.iso.datetime().nullable(),
  comparison: z
    .array(MeasureChange)
    .nullable()
    .describe(
      'How answers to the golden questions changed with it when it was made active last; null where there were none to ask, or no model to write.',
    ),
  override_reason: z.string().nullable().describe('Why it was made active although they were worse.'),
})
export type PromptSummary = z.infer<typeof PromptSummary>

/** How a version is made active. */
export const PromptActivation = z.strictObject({
  override: z.boolean().optional().describe('Use it although answers to the golden questions are worse; say why.'),
  reason: z.string().min(1).max(500).optional().describe('Why, with "override"; it is recorded.'),
})
export type PromptActivation = z.infer<typeof PromptActivation>

export const PromptVersion = PromptSummary.extend({
  text: z.string(),
  as_sent: z.string().describe('The whole system message, with the rules of the code around it.'),
})
export type PromptVersion = z.infer<typeof PromptVersion>

export const PromptPage = z.object({
  active: z.number().int(),
  prompts: z.array(PromptSummary),
  next_cursor: z.string().nullable(),
})
export type PromptPage = z.infer<typeof PromptPage>

export const PromptDiff = z.object({
  from: z.number().int(),
  to: z.number().int(),
  lines: z.array(z.string()).describe('Lines of a unified diff; none where the texts are the same.'),
})
export type PromptDiff = z.infer<typeof PromptDiff>

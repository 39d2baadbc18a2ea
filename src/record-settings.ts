import { z } from 'zod'
import { whole } from './setting-kinds.ts'

/** What is kept of questions and answers, and how long. */
export const RECORD_SETTINGS = {
  FOOTNOTE_ANSWERS_KEPT_DAYS: whole(90, 0, 36_500).describe(
    'Days after which questions, answers and their records are pruned; 0 keeps them for ever.',
  ),
  FOOTNOTE_RECORD_CONTENT: z
    .enum(['full', 'hashes'])
    .default('full')
    .describe(
      'What is kept of questions and answers. "hashes" keeps no words: nobody has a history, and every question is read by itself.',
    ),
}

export interface RecordsConfig {
  /** 0 keeps them for ever. */
  readonly keptDays: number
  readonly content: 'full' | 'hashes'
}

type Settings = { readonly [Key in keyof typeof RECORD_SETTINGS]: z.infer<(typeof RECORD_SETTINGS)[Key]> }

export function recordsOf(env: Settings): RecordsConfig {
  return { keptDays: env.FOOTNOTE_ANSWERS_KEPT_DAYS, content: env.FOOTNOTE_RECORD_CONTENT }
}

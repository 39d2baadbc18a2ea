import { z } from 'zod'
import { absolute, list, whole } from './setting-kinds.ts'

/** What is kept of questions, answers and other acts, how long, and how it is proved that nobody changed it. */
export const RECORD_SETTINGS = {
  FOOTNOTE_ANSWERS_KEPT_DAYS: whole(90, 0, 36_500).describe(
    'Days after which questions and answers are pruned, and who asked is taken out of their records; 0 keeps them for ever.',
  ),
  FOOTNOTE_RECORD_CONTENT: z
    .enum(['full', 'hashes'])
    .default('full')
    .describe(
      'What is kept of questions and answers. "hashes" keeps no words: nobody has a history, and every question is read by itself.',
    ),
  FOOTNOTE_AUDIT_KEPT_DAYS: whole(400, 0, 36_500).describe(
    'Days after which records of the audit are pruned, those of questions not before their words; 0 keeps them for ever.',
  ),
  FOOTNOTE_AUDIT_KEY: list()
    .pipe(z.array(z.string().min(32, 'write at least 32 characters, for example from "openssl rand -base64 32"')))
    .describe(
      'Secret that becomes the key which signs the audit, the same for all processes; earlier ones after it, separated by commas, are still believed. By default it is made from FOOTNOTE_INTERNAL_SECRET, or made once and kept among the secrets.',
    ),
  FOOTNOTE_AUDIT_COPIES_FOLDER: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder that signed checkpoints of the audit are copied to, outside of what administrators of the database can write: a share, or a mounted container whose files cannot be changed.',
    ),
  FOOTNOTE_AUDIT_COPIES_CONTAINER: z
    .string()
    .regex(
      /^(?:https:\/\/[^\s/?#]+\/)?[a-z0-9](?:-?[a-z0-9]){2,62}$/,
      'write the name of a container, or its address https://account.blob.core.windows.net/container',
    )
    .optional()
    .describe(
      'Container of Azure Blob Storage that signed checkpoints of the audit are copied to, instead of a folder. An address is reached with the managed identity of this machine, which needs to add blobs and to read them; a name is a container in the account of the FOOTNOTE_BLOBS settings. It has to be there.',
    ),
}

export interface RecordsConfig {
  /** 0 keeps them for ever. */
  readonly keptDays: number
  readonly content: 'full' | 'hashes'
  /** 0 keeps them for ever. */
  readonly auditKeptDays: number
  /** The first signs, all are believed; empty when nobody gave one. */
  readonly auditKeys: readonly string[]
  readonly copiesFolder: string | undefined
}

type Settings = z.infer<z.ZodObject<typeof RECORD_SETTINGS>>

export function recordsOf(env: Settings): RecordsConfig {
  return {
    keptDays: env.FOOTNOTE_ANSWERS_KEPT_DAYS,
    content: env.FOOTNOTE_RECORD_CONTENT,
    auditKeptDays: env.FOOTNOTE_AUDIT_KEPT_DAYS,
    auditKeys: env.FOOTNOTE_AUDIT_KEY,
    copiesFolder: absolute(env.FOOTNOTE_AUDIT_COPIES_FOLDER),
  }
}

import { z } from 'zod'
import { JobPriority } from '../contracts/job-priority.ts'
import { AccessEntry } from '../contracts/principal.ts'

/** An index entry of the database holds tenant, source and external id together, and at most 2,704 bytes. */
const MAXIMUM_EXTERNAL_ID_BYTES = 1_600

export const Source = z.string().min(1).max(200)
export const ExternalId = z
  .string()
  .min(1)
  .max(1_000)
  .refine((id) => Buffer.byteLength(id) <= MAXIMUM_EXTERNAL_ID_BYTES, {
    message: `must have at most ${MAXIMUM_EXTERNAL_ID_BYTES} bytes`,
  })
  .describe('What the source calls the document; with "source" it is its identity.')
export const Title = z.string().min(1).max(500).describe('What people know it by; its file name when left out.')
export const CollectionName = z.string().min(1).max(200)
export const AccessListText = z
  .string()
  .transform((list) => list.split(',').map((entry) => entry.trim()))
  .pipe(z.array(AccessEntry).min(1).max(100))
  .describe(
    'Who may read it: "everyone", "user:…", "group:…", separated by commas. Left out, a known document keeps its list; a ' +
      'new one gets that of its collection or source, else only the uploader sees it.',
  )
export const AccessFor = z
  .enum(['all', 'new'])
  .describe(
    'Whether "access" holds for all documents that are sent, or for new ones while known ones keep their lists.',
  )
export const Priority = JobPriority.describe('How soon it is read; "normal" when left out.')
export const Fingerprint = z
  .string()
  .min(1)
  .max(500)
  .describe('How the source names this state of it, for example an ETag; told in lists, so that nothing is sent twice.')
export const ChangedAt = z.iso
  .datetime({ offset: true })
  .transform((time) => new Date(time))
  .describe(
    'When it changed, by the clock of its source; now when left out. News older than what the source has told already ' +
      'change nothing; a time that lies far in the future counts as now.',
  )

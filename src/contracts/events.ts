import { z } from 'zod'

/** Past facts that travel over the bus. They carry ids and hashes, never texts; new fields are optional. */
export const DocumentIngested = z.object({
  version: z.literal(1),
  tenant_id: z.string(),
  document_id: z.uuid(),
  document_version: z.number().int(),
  passages: z.number().int(),
})
export const IndexUpdated = z.object({
  version: z.literal(1),
  tenant_id: z.string(),
  generation: z.string(),
  document_ids: z.array(z.uuid()),
})
export const ReportGenerated = z.object({
  version: z.literal(1),
  tenant_id: z.string(),
  report_id: z.uuid(),
})

/** Requests of people that a limit of the gateway refused: how many in which quarter of an hour (UTC). */
export const RequestsRefused = z.object({
  version: z.literal(1),
  tenant_id: z.string(),
  /** What comes twice counts once. */
  batch: z.uuid(),
  refusals: z.array(z.object({ object_id: z.string(), start: z.iso.datetime(), refused: z.number().int().min(1) })),
})

export const TOPICS = {
  'document-ingested': DocumentIngested,
  'index-updated': IndexUpdated,
  'report-generated': ReportGenerated,
  'requests-refused': RequestsRefused,
} as const
export type Topic = keyof typeof TOPICS
export type EventOf<T extends Topic> = z.infer<(typeof TOPICS)[T]>

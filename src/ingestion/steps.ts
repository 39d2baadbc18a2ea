import { channel } from 'node:diagnostics_channel'

/** The moments on a document's way after which a process may die without anything being lost, in order. */
export const INGESTION_STEPS = [
  'original-stored',
  'upload-registered',
  'job-taken',
  'original-opened',
  'text-read',
  'indexing-recorded',
  'passages-written',
  'passages-indexed',
  'access-settled',
  'made-current',
  'outdated-removed',
  'job-done',
  'deletion-recorded',
  'index-purged',
  'passages-purged',
  'originals-purged',
  'answers-purged',
  'deletion-receipted',
] as const
export type IngestionStep = (typeof INGESTION_STEPS)[number]

/** What is said about a step; ids only. */
export interface PassedStep {
  readonly step: IngestionStep
  readonly tenantId: string
  readonly documentId?: string
}

/** Where steps are told. Nobody listens by default; whoever does can watch the work, or let the process die at a step. */
export const STEPS_CHANNEL = 'footnote.ingestion.step'

const steps = channel(STEPS_CHANNEL)

/** Tell whoever listens that a step is done. */
export function passed(step: IngestionStep, ids: Omit<PassedStep, 'step'>): void {
  if (steps.hasSubscribers) steps.publish({ step, ...ids } satisfies PassedStep)
}

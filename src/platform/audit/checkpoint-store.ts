import { z } from 'zod'
import type { SignedPlace } from './record-signer.ts'

const SignedCheckpoint = z.object({
  as: z.enum(['head', 'checkpoint']),
  tenantId: z.string(),
  sequence: z.number().int(),
  hash: z.string(),
  signature: z.string(),
})
export type SignedCheckpoint = SignedPlace & { readonly signature: string }

/** Where signed places of the chains are kept outside of the database: who changes that one has to change this one too. */
export interface CheckpointStore {
  /** Keep a place; one that is kept already stays as it is. */
  readonly add: (checkpoint: SignedCheckpoint) => Promise<void>
  /** What is kept of a tenant, in the order of places, as it is written there: whoever reads it checks the signatures. */
  readonly list: (tenantId: string) => AsyncIterable<SignedCheckpoint>
}

/** The folder of a tenant in a store. */
export function checkpointFolder(tenantId: string): string {
  return encodeURIComponent(tenantId)
}

/** The file of a place in the folder of its tenant; sorted by name, files are in the order of places. */
export function checkpointFile({ sequence, as }: Pick<SignedCheckpoint, 'sequence' | 'as'>): string {
  return `${String(sequence).padStart(12, '0')}-${as}.json`
}

export function checkpointText(checkpoint: SignedCheckpoint): string {
  return `${JSON.stringify(checkpoint)}\n`
}

export function readCheckpoint(text: string): SignedCheckpoint {
  return SignedCheckpoint.parse(JSON.parse(text))
}

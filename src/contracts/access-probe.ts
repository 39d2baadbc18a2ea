import { z } from 'zod'
import type { Port } from './service.ts'

/** What invented people looked for, and what they must not have found. */
export const AccessProbe = z.object({
  probes: z.number().int().describe('How often somebody looked for what is not theirs.'),
  leaks: z.number().int().describe('How often it was found; anything but 0 is an incident.'),
})
export type AccessProbe = z.infer<typeof AccessProbe>

/**
 * Plant a document that one invented person may read into the library of the caller's organisation, let others look for it
 * in the index that is used, and remove it. Throws `service-unavailable` when its owner does not find it either: such a probe
 * proves nothing.
 */
export const accessProbeContract = {
  name: 'retrieval',
  operations: { probeAccess: { input: z.object({}), output: AccessProbe } },
} as const
export type AccessProbing = Port<typeof accessProbeContract>

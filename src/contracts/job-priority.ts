import { z } from 'zod'

/** What waits goes first by priority, then tenants take turns, then first come, first served. */
export const JOB_PRIORITIES = ['high', 'normal', 'low'] as const
export const JobPriority = z.enum(JOB_PRIORITIES)
export type JobPriority = z.infer<typeof JobPriority>

import { z } from 'zod'

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('One sentence that says what to do.'),
    code: z.string().describe('One of the codes of the closed list.'),
    request_id: z.string(),
  })
  .loose()
  .meta({ id: 'Problem' })

/** The error statuses a route may answer with, for its schema. */
export function problemResponses<S extends number>(...statuses: S[]): Record<S, typeof Problem> {
  return Object.fromEntries(statuses.map((status) => [status, Problem])) as Record<S, typeof Problem>
}

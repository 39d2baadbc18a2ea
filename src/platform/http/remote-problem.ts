import { z } from 'zod'
import { PROBLEMS, type ProblemCode, type ProblemError, problem } from '../../contracts/errors.ts'

/** A process that restarts or sheds load is back in about this time. */
const RETRY_AFTER_IN_SECONDS = 2

/** An error as it travels between processes; a newer process may send codes that this one does not know. */
export const RemoteProblem = z.object({
  code: z.string(),
  detail: z.string(),
  retry_after_in_seconds: z.number().optional(),
})
export type RemoteProblem = z.infer<typeof RemoteProblem>

/** The error that another process met, as if it had happened here. One that is not understood is that process's fault. */
export function problemFrom(service: string, received: unknown): ProblemError {
  const parsed = RemoteProblem.safeParse(received)
  if (!parsed.success || !isKnown(parsed.data.code)) {
    return unavailable(`The ${service} service did not answer; try again in a moment.`)
  }
  const { code, detail, retry_after_in_seconds: retryAfterInSeconds } = parsed.data
  return problem(code, detail, retryAfterInSeconds === undefined ? {} : { retryAfterInSeconds })
}

/** The error for a process that cannot be reached. */
export function unreachable(service: string, cause: unknown): ProblemError {
  return unavailable(`The ${service} service cannot be reached; try again in a moment.`, cause)
}

/** The error for an answer that ends before it is complete. */
export function brokenOff(service: string, cause?: unknown): ProblemError {
  return unavailable(`The ${service} service broke off in the middle of its answer; try again in a moment.`, cause)
}

function unavailable(detail: string, cause?: unknown): ProblemError {
  return problem('service-unavailable', detail, { cause, retryAfterInSeconds: RETRY_AFTER_IN_SECONDS })
}

function isKnown(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}

import { existsSync, readFileSync } from 'node:fs'
import type { PassedStep } from '../src/ingestion/steps.ts'

/** A step as `watch-steps.ts` writes it down. */
export interface WatchedStep extends PassedStep {
  /** Milliseconds since the Unix epoch. */
  readonly at: number
  readonly pid: number
  /** The process died of it. */
  readonly dies: boolean
}

/** What servers passed so far. A line that was being written when the process died is left out. */
export function readPassedSteps(file: string): readonly WatchedStep[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as WatchedStep)
}

/** Documents whose job a process had in hand when it was last heard of. */
export function inHand(steps: readonly WatchedStep[], pid: number): ReadonlySet<string> {
  const taken = new Set<string>()
  for (const { step, documentId, pid: by } of steps) {
    if (by !== pid || documentId === undefined) continue
    if (step === 'job-taken') taken.add(documentId)
    if (step === 'job-done') taken.delete(documentId)
  }
  return taken
}

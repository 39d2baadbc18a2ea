import type { PersonalDataKind } from '../../contracts/personal-data.ts'

/** A piece of personal data: `text.slice(start, end)`. */
export interface Finding {
  readonly kind: PersonalDataKind
  readonly start: number
  readonly end: number
}

/** Words shortly before a number that tell what it is. */
const CONTEXT_LENGTH = 48

/** What stands on the same line before a place in a text, or on the line above when there is nothing. */
export function contextBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - CONTEXT_LENGTH), at)
  const line = before.trimEnd()
  return before.slice(line.lastIndexOf('\n') + 1)
}

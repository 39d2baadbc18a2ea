import { ABSTENTION } from '../../contracts/orchestration.ts'

/** What a wording may leave to the code, by name. */
const PLACEHOLDERS: Readonly<Record<string, string>> = { abstention: ABSTENTION }
const PLACEHOLDER = /\{([^{}]*)\}/g

/** How placeholders are written, for people. */
export const KNOWN_PLACEHOLDERS = Object.keys(PLACEHOLDERS).map((name) => `{${name}}`)

/** The placeholders of a text that do not exist, as they are written there. */
export function unknownPlaceholders(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([whole]) => whole).filter((whole) => !KNOWN_PLACEHOLDERS.includes(whole))
}

/** Put in what the placeholders stand for. */
export function fillPlaceholders(text: string): string {
  return text.replaceAll(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(PLACEHOLDERS, name) ? (PLACEHOLDERS[name] ?? whole) : whole,
  )
}

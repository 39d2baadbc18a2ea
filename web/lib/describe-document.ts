import type { DocumentSummary } from '../../src/contracts/documents.ts'
import { messages } from './messages.ts'

const BYTES_PER_KILOBYTE = 1_000
const UNITS = ['B', 'kB', 'MB', 'GB'] as const

/** A size for people: 940 B, 12 kB, 3.4 MB. */
export function sizeInWords(bytes: number): string {
  const steps = bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(BYTES_PER_KILOBYTE))
  const power = Math.min(UNITS.length - 1, steps)
  const value = bytes / BYTES_PER_KILOBYTE ** power
  return `${value < 10 && power > 1 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`
}

/** The facts of a document on one line, only those that are known. */
export function factsOf(document: DocumentSummary): string {
  const facts = [
    sizeInWords(document.size_in_bytes),
    document.pages === null ? '' : messages.library.pages(document.pages),
    document.passages === null ? '' : messages.library.passages(document.passages),
    messages.library.updated(dayOf(document.updated_at)),
  ]
  // No-break spaces keep a fact and the dot after it together when the line is too narrow for all of them.
  return facts
    .filter((fact) => fact !== '')
    .map((fact) => fact.replaceAll(' ', '\u00A0'))
    .join('\u00A0· ')
}

/** What administrators have to know beside the detail, which names personal data already; null when there is nothing. */
export function suspicionOf({ findings }: Pick<DocumentSummary, 'findings'>): string | null {
  const passages = findings?.suspicious_passages ?? 0
  return passages === 0 ? null : messages.library.suspicious(passages)
}

function dayOf(time: string): string {
  return new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

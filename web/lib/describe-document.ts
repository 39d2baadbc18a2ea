import type { DocumentSummary } from '../../src/contracts/documents.ts'
import type { Messages } from '../messages/en.ts'
import type { Formats } from './formats.ts'

/** The facts of a document on one line, only those that are known. */
export function factsOf(document: DocumentSummary, messages: Messages, formats: Formats): string {
  const facts = [
    formats.size(document.size_in_bytes),
    document.pages === null ? '' : messages.library.pages(document.pages),
    document.passages === null ? '' : messages.library.passages(document.passages),
    messages.library.updated(formats.day(document.updated_at)),
  ]
  // No-break spaces keep a fact and the dot after it together when the line is too narrow for all of them.
  return facts
    .filter((fact) => fact !== '')
    .map((fact) => fact.replaceAll(' ', '\u00A0'))
    .join('\u00A0· ')
}

/** What administrators have to know beside the detail, which names personal data already; null when there is nothing. */
export function suspicionOf({ findings }: Pick<DocumentSummary, 'findings'>, messages: Messages): string | null {
  const passages = findings?.suspicious_passages ?? 0
  return passages === 0 ? null : messages.library.suspicious(passages)
}

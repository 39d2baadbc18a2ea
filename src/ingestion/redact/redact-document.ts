import { PERSONAL_DATA_KINDS, type PersonalDataCounts, type PersonalDataKind } from '../../contracts/personal-data.ts'
import type { ParsedDocument } from '../parsed-document.ts'
import { findPersonalData } from './find-personal-data.ts'
import { maskOf } from './masks.ts'
import type { Finding } from './personal-data.ts'

/** What to do about personal data in documents. */
export interface Redaction {
  /** `detect` counts it, `redact` replaces it as well. */
  readonly mode: 'detect' | 'redact'
  readonly kinds: readonly PersonalDataKind[]
}

const NAMES: Readonly<Record<PersonalDataKind, readonly [one: string, several: string]>> = {
  email: ['e-mail address', 'e-mail addresses'],
  phone: ['telephone number', 'telephone numbers'],
  card: ['card number', 'card numbers'],
  iban: ['bank account number', 'bank account numbers'],
  id: ['identity number', 'identity numbers'],
  ip: ['network address', 'network addresses'],
  url: ['web address', 'web addresses'],
}

/**
 * Count personal data in the canonical text, and replace it by a mark of the same length, so that every offset stays
 * right. The file itself is not changed.
 */
export function redactDocument(document: ParsedDocument, { mode, kinds }: Redaction): ParsedDocument {
  const wanted = new Set(kinds)
  const findings = findPersonalData(document.text, wanted)
  const personalData = countByKind(findings)
  const counted = findings.length === 0 ? [] : [summaryOf(personalData, mode)]
  if (mode === 'detect') return { ...document, personalData, warnings: [...document.warnings, ...counted] }
  const mask = (text: string) => masked(text, findPersonalData(text, wanted))
  return {
    ...document,
    personalData,
    title: document.title === null ? null : mask(document.title),
    text: masked(document.text, findings),
    warnings: [...document.warnings.map(mask), ...counted],
  }
}

/** The text with every finding replaced. */
function masked(text: string, findings: readonly Finding[]): string {
  const pieces: string[] = []
  let at = 0
  for (const { kind, start, end } of findings) {
    pieces.push(text.slice(at, start), maskOf(kind, end - start))
    at = end
  }
  pieces.push(text.slice(at))
  return pieces.join('')
}

function countByKind(findings: readonly Finding[]): PersonalDataCounts {
  const counts: Partial<Record<PersonalDataKind, number>> = {}
  for (const { kind } of findings) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

function summaryOf(found: PersonalDataCounts, mode: Redaction['mode']): string {
  const counts = PERSONAL_DATA_KINDS.flatMap((kind) => {
    const count = found[kind] ?? 0
    return count === 0 ? [] : `${count} ${NAMES[kind][count === 1 ? 0 : 1]}`
  })
  return `Personal data ${mode === 'redact' ? 'replaced' : 'found'}: ${counts.join(', ')}.`
}

import type { DocumentFindings } from '../contracts/documents.ts'
import { hasRole, type Principal } from '../contracts/principal.ts'
import type { Findings } from './parsed-document.ts'

/**
 * What was noticed in a document, as far as this person may know: readers nothing, contributors the personal data,
 * administrators the passages that talk to a model as well.
 */
export function findingsFor(principal: Principal, findings: Findings | null): DocumentFindings | null {
  if (findings === null || !hasRole(principal, 'Contributor')) return null
  const { personalData, suspiciousPassages } = findings
  return {
    personal_data: personalData ?? null,
    suspicious_passages: hasRole(principal, 'Admin') ? (suspiciousPassages ?? null) : null,
  }
}

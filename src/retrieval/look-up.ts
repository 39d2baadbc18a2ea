import type { Filters } from '../contracts/filters.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { type CandidateSources, type Candidates, findCandidates, type MoreWords } from './find-candidates.ts'
import { holdsPhrase, type QuotedPhrase } from './quoted-phrases.ts'
import { scopeOf } from './search-scope.ts'
import { type VisibleCandidates, visibleCandidates } from './visible-candidates.ts'
import type { VisiblePassage } from './visible-passages.ts'

export interface LookUpSources extends CandidateSources {
  readonly database: Database
  /** Name of the index generation that is searched (see `generationName`). */
  readonly generation: string
}

/** What is looked up, by the words that are searched for. */
export interface Wording extends Pick<MoreWords, 'added' | 'likely'> {
  readonly text: string
  readonly phrases: readonly QuotedPhrase[]
  readonly filters: Filters | undefined
}

export interface Found extends Candidates, VisibleCandidates {}

/** Search once, and keep what the asker may read and what holds all quoted phrases. */
export async function lookUp(
  sources: LookUpSources,
  { text, phrases, filters, ...more }: Wording,
  principal: Principal,
  signal: AbortSignal,
): Promise<Found> {
  const partition = { tenantId: principal.tenant_id, generation: sources.generation }
  const words = { ...more, phrases: phrases.map((phrase) => phrase.text) }
  const found = await findCandidates(sources, text, partition, scopeOf(principal, filters), signal, words)
  const isKept = (passage: VisiblePassage) => holdsPhrases(passage, phrases)
  return { ...found, ...(await visibleCandidates(sources.database, found.fused, principal, isKept, signal)) }
}

/** A title does not count: it stands on every passage of its document. */
export function holdsPhrases(
  { text, heading }: Pick<VisiblePassage, 'text' | 'heading'>,
  phrases: readonly QuotedPhrase[],
): boolean {
  return phrases.every((phrase) => holdsPhrase([text, ...heading], phrase))
}

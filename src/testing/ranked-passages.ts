import { createHash } from 'node:crypto'
import type { RankedPassage, SearchOutput } from '../contracts/retrieval.ts'
import { NOTHING_UNDERSTOOD } from '../contracts/understood.ts'

/** A passage for tests; its ids are made from its text, so equal passages are equal. */
export function rankedPassage(given: Partial<RankedPassage> & { readonly text: string }): RankedPassage {
  const start = given.start ?? 0
  return {
    passage_id: uuidOf(`passage ${given.text}`),
    document_id: uuidOf(`document ${given.text}`),
    version: 1,
    title: 'Handbook',
    source: 'upload',
    external_id: 'handbook.pdf',
    media_type: 'application/pdf',
    page: null,
    page_end: null,
    heading: [],
    suspicious: false,
    matches: [],
    start,
    end: start + given.text.length,
    relevance_score: 0.8,
    scores: { lexical: 8, vector: 0.5, fused: 0.9, coverage: 1, best_sentences: 1 },
    ...given,
  }
}

/** What retrieval finds, with strong evidence unless told otherwise. */
export function searchOutput(
  passages: readonly RankedPassage[],
  evidence: Partial<SearchOutput['evidence']> = {},
): SearchOutput {
  return {
    passages: [...passages],
    evidence: { strength: 1.2, coverage: 1, agreement: 1, term_weights: {}, language: 'en', ...evidence },
    generation: 'g1',
    understood: NOTHING_UNDERSTOOD,
    readings: [],
  }
}

function uuidOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

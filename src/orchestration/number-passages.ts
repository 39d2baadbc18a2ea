import type { RankedPassage, SearchOutput } from '../contracts/retrieval.ts'
import type { NumberedPassage } from '../platform/chat-model/chat-model.ts'

/** Blocks of a document, and so its pages, are joined by two line breaks. */
const LONGEST_GAP = 2

/** The passages of a search as a model sees them: 1, 2, 3 … in their order. */
export function numberPassages({ passages }: SearchOutput): NumberedPassage[] {
  return passages.map((passage, index) => {
    const { title, heading, text, suspicious, relevance_score } = passage
    const before = passages.findIndex((other) => continues(passage, other))
    const place = before < 0 ? {} : { continues: before + 1 }
    return { number: index + 1, title, heading, text, suspicious, relevanceScore: relevance_score, ...place }
  })
}

function continues(passage: RankedPassage, before: RankedPassage): boolean {
  const gap = passage.start - before.end
  const isSameText = passage.document_id === before.document_id && passage.version === before.version
  return isSameText && gap >= 0 && gap <= LONGEST_GAP
}

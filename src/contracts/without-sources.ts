import type { KeptAnswer } from './answers.ts'
import { REMOVED_SENTENCE } from './removed-sentence.ts'

/**
 * An answer without anything that rests on documents that are gone: of their citations only the number stays, and every
 * sentence that cites one of them gives way to a remark. The same rule is applied whenever an answer is read again, and to
 * what is kept of it when a document is purged. Applying it twice changes nothing more.
 */
export function withoutSources(answer: KeptAnswer, isGone: (documentId: string) => boolean): KeptAnswer {
  const citations = answer.citations.map((citation) =>
    'document_id' in citation && isGone(citation.document_id)
      ? { number: citation.number, source_state: 'deleted' as const }
      : citation,
  )
  const nearest_passages = answer.nearest_passages.map((passage) =>
    'document_id' in passage && isGone(passage.document_id) ? { source_state: 'deleted' as const } : passage,
  )
  const removed = new Set(citations.filter((citation) => !('document_id' in citation)).map(({ number }) => number))
  return { ...answer, ...withoutSentences(answer, removed), citations, nearest_passages }
}

/** The text with the sentences replaced that cite a removed number; the others move along. */
function withoutSentences(
  { answer, sentences }: KeptAnswer,
  removed: ReadonlySet<number>,
): Pick<KeptAnswer, 'answer' | 'sentences'> {
  let [text, read] = ['', 0]
  const kept: KeptAnswer['sentences'] = []
  for (const sentence of sentences) {
    const { start, end, citations, unsupported: _, ...plain } = sentence
    const isRemoved = citations.some((number) => removed.has(number))
    const written = isRemoved ? [REMOVED_SENTENCE, markers(citations)].join(' ') : answer.slice(start, end)
    text += answer.slice(read, start)
    kept.push({
      ...(isRemoved ? plain : sentence),
      text: isRemoved ? REMOVED_SENTENCE : sentence.text,
      start: text.length,
      end: text.length + written.length,
      citations,
    })
    text += written
    read = end
  }
  return { answer: text + answer.slice(read), sentences: kept }
}

function markers(numbers: readonly number[]): string {
  return numbers.map((number) => `[${number}]`).join('')
}

import type { Turn } from './turn.ts'

/** A passage that can be opened beside an answer: a citation, or one of the nearest passages of an abstention. */
export interface Source {
  readonly documentId: string
  readonly version: number
  readonly passageId: string
  /** The footnote's number, or null for a nearest passage. */
  readonly number: number | null
  readonly title: string
  readonly page: number | null
  readonly heading: readonly string[]
  /** The words to show in the list. */
  readonly excerpt: string
  /** The cited span in the canonical text, or null when the passage as a whole is meant. */
  readonly cited: { readonly start: number; readonly end: number } | null
}

/** The sources of a turn in the order they are listed. */
export function sourcesOf(turn: Turn): readonly Source[] {
  if (turn.answer?.outcome === 'abstained') {
    return turn.answer.nearest_passages.map((passage) => ({
      documentId: passage.document_id,
      version: passage.version,
      passageId: passage.passage_id,
      number: null,
      title: passage.title,
      page: passage.page,
      heading: withoutTitle(passage),
      excerpt: passage.text,
      cited: null,
    }))
  }
  return turn.citations.map((citation) => ({
    documentId: citation.document_id,
    version: citation.version,
    passageId: citation.passage_id,
    number: citation.number,
    title: citation.title,
    page: citation.page,
    heading: withoutTitle(citation),
    excerpt: citation.quote,
    cited: { start: citation.start, end: citation.end },
  }))
}

/** The first heading of a document is often its title, which stands above the headings anyway. */
function withoutTitle({ heading, title }: Pick<Source, 'heading' | 'title'>): readonly string[] {
  return heading[0] === title ? heading.slice(1) : heading
}

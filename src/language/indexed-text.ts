/** The parts of a passage that searches look into. */
export interface SearchablePassage {
  readonly title: string
  /** Headings above the passage, outermost first. */
  readonly heading: readonly string[]
  readonly text: string
}

/**
 * The text under which a passage is indexed and embedded: its title, its heading path and its words.
 * Title and headings often hold the very word the passage takes for granted. A title repeated on every passage of a
 * rulebook costs up to two points of nDCG@10 there, against one to three gained elsewhere; that is accepted.
 */
export function indexedText({ title, heading, text }: SearchablePassage): string {
  const path = heading[0] === title ? heading : [title, ...heading]
  return [...path, text].filter((part) => part !== '').join('\n')
}

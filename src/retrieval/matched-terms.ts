import type { MatchedTerm } from '../contracts/retrieval.ts'
import { words } from '../language/words.ts'

/** A word as it stands in a text; `words` brings it into the form that is stemmed. */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’`]s(?![\p{L}\p{N}]))?/gu

/** The words of a text whose stems are among these terms, in order, with their places in UTF-16 code units. */
export function matchedTerms(
  text: string,
  terms: { readonly has: (term: string) => boolean },
  stem: (word: string) => string,
): MatchedTerm[] {
  const found: MatchedTerm[] = []
  for (const match of text.matchAll(WORD)) {
    const term = words(match[0])
      .map(stem)
      .find((each) => terms.has(each))
    if (term !== undefined) found.push({ term, start: match.index, end: match.index + match[0].length })
  }
  return found
}

import { problem } from '../contracts/errors.ts'
import { MAXIMUM_QUERY_LENGTH } from '../contracts/filters.ts'
import { visibleText } from '../language/visible-text.ts'
import { words } from '../language/words.ts'

/**
 * Clean a question: invisible characters become spaces, outer spaces go.
 * Throws `query-empty` when no word is left and `query-too-long` above 2,000 characters.
 */
export function validateQuestion(query: string): string {
  if (query.length > MAXIMUM_QUERY_LENGTH) {
    throw problem('query-too-long', `Shorten the question to at most ${MAXIMUM_QUERY_LENGTH} characters.`)
  }
  const question = visibleText(query)
  if (words(question).length === 0) throw problem('query-empty', 'Write a question of at least one word.')
  return question
}

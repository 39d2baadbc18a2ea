import type { AnswerReader, DraftSentence } from './read-answer.ts'

const LAST_MARKER = /^\s*([\s\S]*?)\s*\[(\d+)\]$/

/**
 * Read the pieces of an answerer that quotes: each piece is one quote, whatever it contains, and ends in its marker.
 * Quotes may hold brackets, several sentences and line breaks of their own, so they are never taken apart.
 */
export function createQuoteReader(): AnswerReader {
  return {
    push: (piece): readonly DraftSentence[] => {
      const [, text, number] = LAST_MARKER.exec(piece) ?? []
      return text === undefined ? [] : [{ text, numbers: [Number(number)] }]
    },
    end: () => [],
  }
}

import type { NumberedPassage, QuotedWords } from '../platform/chat-model/chat-model.ts'
import { cleanModelText } from './clean-model-text.ts'
import type { VerifiedSentence } from './verify-sentence.ts'

/** Stands for the items of a long list that were left out. */
const LEFT_OUT = '…'

/**
 * Check a quote: its words must stand in the cited passage. Every item of a list becomes a sentence that rests on the list
 * as a whole, so that one footnote shows all of it. Nothing comes of words that are not there.
 */
export function verifyQuote(
  { number, start, end, lines, leftOut }: { readonly number: number } & QuotedWords,
  passages: readonly NumberedPassage[],
): readonly VerifiedSentence[] {
  const passage = passages.find((known) => known.number === number)
  const isThere = passage !== undefined && lines.every((line) => start <= line.start && line.end <= end)
  if (!isThere || end > passage.text.length) return []
  const evidence = [{ number, start, end }]
  const quoted = lines.map((line) => ({ text: shown(passage.text.slice(line.start, line.end)), mark: line.mark }))
  const rest = leftOut === null ? [] : [{ text: LEFT_OUT, mark: leftOut }]
  return [...quoted, ...rest]
    .filter(({ text }) => text !== '')
    .map(({ text, mark }) => {
      if (mark === null) return { text, support: 1, evidence }
      // A line break would end the item.
      return { text: text.replace(/\s+/g, ' '), support: 1, evidence, mark }
    })
}

/** Words of a document made harmless; "[2]" in them would be read as a footnote of the answer. */
function shown(text: string): string {
  return cleanModelText(text, { keepAddresses: true }).replace(/\[(\d+)\]/g, '($1)')
}

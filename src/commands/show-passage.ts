import type { SearchReply } from '../contracts/retrieval.ts'
import { plainLine } from './plain-line.ts'

type Passage = Pick<SearchReply['passages'][number], 'text' | 'matches'>

/** Characters of a passage shown around its matched words, and shown before the first of them. */
const SHOWN = 320
const LEAD_IN = 60

/**
 * The part of a passage that holds most of its matched words, as one line in which `mark` wraps each of them. Text that
 * somebody else wrote must not steer the terminal, so only `mark` adds control characters.
 */
export function showPassage({ text, matches }: Passage, mark: (word: string) => string): string {
  const start = bestStart(matches, text.length)
  const end = Math.min(text.length, start + SHOWN)
  let [shown, at] = ['', start]
  for (const match of matches) {
    if (match.start < at || match.end > end) continue
    shown += plainLine(text.slice(at, match.start)) + mark(plainLine(text.slice(match.start, match.end)))
    at = match.end
  }
  shown += plainLine(text.slice(at, end))
  return `${start > 0 ? '… ' : ''}${shown.replace(/ +/g, ' ').trim()}${end < text.length ? ' …' : ''}`
}

/** Where the stretch begins that holds the most different terms; the first of equal ones. */
function bestStart(matches: Passage['matches'], length: number): number {
  if (length <= SHOWN) return 0
  let [best, most] = [0, 0]
  for (const { start } of matches) {
    const from = Math.max(0, start - LEAD_IN)
    const held = new Set(
      matches.filter((each) => each.start >= from && each.end <= from + SHOWN).map((each) => each.term),
    )
    if (held.size > most) [best, most] = [from, held.size]
  }
  return best
}

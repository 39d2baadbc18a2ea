import type { EarlierTurn } from './conversations/read-history.ts'

/** What is said before may take no more than this of a prompt: the passages are what an answer rests on. */
const HISTORY_TOKENS = 1_000
/** A text that speaks of "[3]" must not be taken for a citation of passage 3. */
export const MARKER_LOOKALIKE = /\[(\s*\d[\d\s,;–-]*)\]/g

/** The newest turns that fit into a budget of tokens; the oldest are left out first. */
export function recentTurns(
  turns: readonly EarlierTurn[],
  countTokens: (text: string) => number,
  atMost = HISTORY_TOKENS,
): readonly EarlierTurn[] {
  let [kept, tokens] = [0, 0]
  for (const turn of turns.toReversed()) {
    tokens += countTokens(writeTurn(turn))
    if (tokens > atMost) break
    kept += 1
  }
  return turns.slice(turns.length - kept)
}

/** Earlier turns between fences, as data; '' when there are none. */
export function writeHistory(turns: readonly EarlierTurn[], fence: string): string {
  if (turns.length === 0) return ''
  return `BEGIN ${fence} earlier\n${turns.map(writeTurn).join('\n')}\nEND ${fence} earlier`
}

function writeTurn({ question, answer }: EarlierTurn): string {
  return `Asked: ${question}\nAnswered: ${answer}`.replaceAll(MARKER_LOOKALIKE, '($1)')
}

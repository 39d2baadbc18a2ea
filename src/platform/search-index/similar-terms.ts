import { setImmediate } from 'node:timers/promises'
import { editDistance } from '../../language/edit-distance.ts'
import type { AskedTerm } from './search-index.ts'

/** More neighbours of one word say nothing more about what was meant. */
const MOST_SIMILAR = 20
/** Terms compared before other work gets its turn: a few milliseconds. */
const TERMS_PER_TURN = 2_000

interface Similar {
  readonly term: string
  readonly edits: number
  readonly frequency: number
}

/**
 * The terms of a vocabulary that begin like an asked one and differ in at most so many edits: nearest first, then most
 * frequent, at most 20 for each. One walk over the vocabulary serves all asked terms, so nothing has to be kept for it.
 */
export async function similarTermsOf(
  vocabulary: Iterable<readonly [term: string, frequency: number]>,
  asked: readonly AskedTerm[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, Similar[]>(asked.map(({ term }) => [term, []]))
  const byLetter = Map.groupBy(asked, ({ term }) => term[0])
  let walked = 0
  for (const [term, frequency] of vocabulary) {
    if (++walked % TERMS_PER_TURN === 0) await setImmediate()
    for (const { term: like, edits: most } of byLetter.get(term[0]) ?? []) {
      if (term === like || Math.abs(term.length - like.length) > most) continue
      const edits = editDistance(like, term, most)
      if (edits <= most) found.get(like)?.push({ term, edits, frequency })
    }
  }
  return new Map([...found].map(([term, similar]) => [term, bestOf(similar)]))
}

function bestOf(similar: readonly Similar[]): readonly string[] {
  return similar
    .toSorted((a, b) => a.edits - b.edits || b.frequency - a.frequency || (a.term < b.term ? -1 : 1))
    .slice(0, MOST_SIMILAR)
    .map(({ term }) => term)
}

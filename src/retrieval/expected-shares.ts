import { type Analyser, DEFAULT_LANGUAGE } from '../language/analyser.ts'
import { words } from '../language/words.ts'
import type { WordVectors } from '../platform/embedding-model/embedding-model.ts'

/** In running text every tenth word is the most frequent one, every twentieth the second, and so on (Zipf's law). */
const SHARE_OF_FIRST_WORD = 0.1
const WORDS_PER_PASSAGE = 200

/**
 * Share of usual English passages that hold each term of a question: 1 - e^(-0.1 L / r) for the word of rank r in passages of
 * L words. Nothing for words that are not among the 60,000 most frequent, and for questions in other languages.
 */
export function expectedShares(
  question: string,
  { language, stem }: Pick<Analyser, 'language' | 'stem'>,
  { rankOf }: Pick<WordVectors, 'rankOf'>,
): ReadonlyMap<string, number> {
  const shares = new Map<string, number>()
  if (language !== DEFAULT_LANGUAGE) return shares
  for (const word of words(question)) {
    const rank = rankOf(word)
    if (rank === null) continue
    const share = 1 - Math.exp((-SHARE_OF_FIRST_WORD * WORDS_PER_PASSAGE) / rank)
    shares.set(stem(word), Math.max(share, shares.get(stem(word)) ?? 0))
  }
  return shares
}

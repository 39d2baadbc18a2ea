/** Scripts written without spaces: their words cannot be told apart, so letters are compared. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/**
 * How much two texts have in common, 0 to 1: the harmonic mean of the shares of words that each has of the other (F1, as
 * SQuAD counts it: Rajpurkar et al. 2016), without case, punctuation and English articles. 1 only for the same words.
 */
export function wordOverlap(text: string, answer: string): number {
  const [given, wanted] = [unitsOf(text), unitsOf(answer)]
  if (given.length === 0 || wanted.length === 0) return given.length === wanted.length ? 1 : 0
  const left = new Map<string, number>()
  for (const unit of wanted) left.set(unit, (left.get(unit) ?? 0) + 1)
  let common = 0
  for (const unit of given) {
    const count = left.get(unit) ?? 0
    if (count === 0) continue
    left.set(unit, count - 1)
    common += 1
  }
  return (2 * common) / (given.length + wanted.length)
}

function unitsOf(text: string): readonly string[] {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '' && word !== 'the' && word !== 'a' && word !== 'an')
  return words.flatMap((word) => (UNSPACED.test(word) ? Array.from(word) : [word]))
}

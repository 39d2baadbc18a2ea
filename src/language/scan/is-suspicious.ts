import { INSTRUCTION_SIGNS } from './instruction-signs.ts'

/** Signs that weigh as much together are not an accident. */
const SUSPICIOUS_WEIGHT = 2

/** Characters that are drawn as nothing. Inside words they hide them from whoever searches for them. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu
/** Letters written with tags, which a reader never sees and a model reads. */
const HIDDEN_LETTERS = /[\u{E0020}-\u{E007E}]{4}/u

/** All signs of a weight in one search: nearly every text holds none, and is read once instead of once per sign. */
const STRONG = anyOf(2)
const WEAK = anyOf(1)

/**
 * Whether a text talks to a model instead of to a reader: orders to set instructions aside, parts to play, changes to its
 * answer, syntax of conversations. A plain question or task that happens to stand in a document is not told by its words.
 */
export function isSuspicious(text: string): boolean {
  if (HIDDEN_LETTERS.test(text)) return true
  const plain = plainly(text)
  return STRONG.test(plain) || (WEAK.test(plain) && weightOf(signsIn(text)) >= SUSPICIOUS_WEIGHT)
}

function anyOf(weight: number): RegExp {
  const signs = INSTRUCTION_SIGNS.filter((sign) => sign.weight === weight)
  return new RegExp(signs.map(({ pattern }) => pattern.source).join('|'))
}

/** The names of the signs in a text and what each weighs. */
export function signsIn(text: string): ReadonlyMap<string, number> {
  const plain = plainly(text)
  const found = new Map<string, number>()
  for (const { name, weight, pattern } of INSTRUCTION_SIGNS) {
    if (weight > (found.get(name) ?? 0) && pattern.test(plain)) found.set(name, weight)
  }
  return found
}

function weightOf(signs: ReadonlyMap<string, number>): number {
  return signs.values().reduce((sum, weight) => sum + weight, 0)
}

/** Lower case, plain letters and quotes, single spaces: disguises of the same words look the same. */
function plainly(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(INVISIBLE, '')
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\S\n]{2,}|[^\S\n ]/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
}

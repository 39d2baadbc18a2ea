import type { Analyser } from '../language/analyser.ts'
import { words } from '../language/words.ts'

/** Shorter words have neighbours by chance. */
const SPELT_WORD = /^\p{L}{4,40}$/u
/** The first half of "wasn't" is no word. */
const CONTRACTION = /\p{L}+['’`]t(?!\p{L})/giu
/** Acronyms, also with an "s", and names such as mRNA: a capital behind the first letter. */
const CAPITALS = /(?<![\p{L}\p{N}])\p{L}+\p{Lu}\p{L}*(?![\p{L}\p{N}])/gu

/** Words that can be misspelt, each once: acronyms and stop words cannot. */
export function speltWords(question: string, analyser: Analyser): readonly string[] {
  const isShouted = !/\p{Ll}/u.test(question)
  const acronyms = new Set(isShouted ? [] : (question.match(CAPITALS) ?? []).map((word) => word.toLowerCase()))
  const all = words(question.replace(CONTRACTION, ' ')).filter(
    (word) => SPELT_WORD.test(word) && !analyser.isFunctionWord(word) && !acronyms.has(word),
  )
  return [...new Set(all)]
}

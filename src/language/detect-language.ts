import { FUNCTION_WORDS, LANGUAGES, type Language } from './function-words.ts'

/**
 * Of a text's Latin words this share must be function words of a language: in running text it is a third to a half, of
 * Turkish, which inflects instead, a tenth to a sixth.
 */
const LEAST_SHARE = 0.08
/** Further words of a long text change nothing: its first 200 words hold some 80 function words. */
const MOST_COUNTED_WORDS = 200
/** Letters of the languages we have lists of come before this one; a number is no word. */
const FIRST_OTHER_LETTER = 'ɐ'
const DIGITS_END = ':'

const LANGUAGES_OF: ReadonlyMap<string, readonly Language[]> = languagesByWord()

/**
 * The languages that the Latin words of a text may be in, most likely first; none when its function words do not tell. A
 * word of several languages counts for each of them in part.
 */
export function likelyLanguages(words: readonly string[]): readonly Language[] {
  const found = new Map<Language, { held: number; vote: number }>()
  let counted = 0
  for (const word of words) {
    const languages = LANGUAGES_OF.get(word)
    if (languages === undefined && !isLatin(word)) continue
    for (const language of languages ?? []) {
      const { held, vote } = found.get(language) ?? { held: 0, vote: 0 }
      found.set(language, { held: held + 1, vote: vote + 1 / (languages?.length ?? 1) })
    }
    if (++counted === MOST_COUNTED_WORDS) break
  }
  return [...found]
    .filter(([, { held }]) => held >= LEAST_SHARE * counted)
    .sort(([, one], [, other]) => other.vote - one.vote)
    .map(([language]) => language)
}

function isLatin(word: string): boolean {
  return word >= DIGITS_END && word < FIRST_OTHER_LETTER
}

function languagesByWord(): ReadonlyMap<string, readonly Language[]> {
  const found = new Map<string, Language[]>()
  for (const language of LANGUAGES) {
    for (const word of new Set(FUNCTION_WORDS[language].split(' '))) {
      if (word.length === 1) continue // the number of a list item, more often than a word
      const known = found.get(word)
      if (known === undefined) found.set(word, [language])
      else known.push(language)
    }
  }
  return found
}

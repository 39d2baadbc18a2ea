import { LRUCache } from 'lru-cache'
import { likelyLanguages } from './detect-language.ts'
import { FUNCTION_WORDS, type Language, OTHER_FUNCTION_WORDS } from './function-words.ts'
import { LATIN_STEMMERS, stemOther } from './stemmers.ts'
import { words } from './words.ts'

/** Changes whenever equal texts could get other terms; part of the name of an index generation. */
export const ANALYSER_VERSION = 'languages-1'

/** Taken where function words do not tell: names and single words stem alike in most languages. */
export const DEFAULT_LANGUAGE = 'en' satisfies Language
/** A stemmer's time may grow with the square of the length (16,000 letters took 6 to 13 seconds). No word is as long. */
const STEMMED_LETTERS = 40
/** Stemming costs about 7 µs a word and words repeat: 20,000 stems cover nearly all running text for about 2 MB. */
const REMEMBERED_STEMS = 20_000
const ASCII = /^[\0-\x7f]*$/
const STEMMED_WORD = /^\p{L}[\p{L}\p{M}]*$/u
const LATIN = /^\p{Script=Latin}/u
/** Accents that people leave out when they type. In Indian scripts and in Thai, marks are vowels. */
const FOLDED = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}]/u
const MARKS = /\p{M}/gu

/** Reads texts the way they are indexed and searched. Words in other than Latin letters are read by their script, whatever the language. */
export interface Analyser {
  /** The language in which Latin letters are read. */
  readonly language: Language
  /** Terms of a text: normalised words, stemmed, without function words, in order. */
  readonly analyse: (text: string) => string[]
  /** The same for words that `words` found. */
  readonly termsOf: (words: readonly string[]) => string[]
  /** Stem of a lower-case word, without accents. Runs of more than 40 letters stay as they are. */
  readonly stem: (word: string) => string
  /** True for a word that is not indexed because it says nothing about what a text is about. */
  readonly isFunctionWord: (word: string) => boolean
}

/** The analysers of a process, one per language. */
export interface Analysers {
  /** The analyser of a language, by its ISO 639-1 code; a language without one of its own is read as English. */
  readonly of: (language: string) => Analyser
  /** Analyse a passage in the language it is written in, for the index. */
  readonly analysePassage: (text: string) => string[]
}

/** Make the analysers of a process; each is made when first asked for and remembers the stems of frequent words. */
export function createAnalysers(): Analysers {
  const made = new Map<Language, Analyser>()
  function of(code: string): Analyser {
    const language = isLanguage(code) ? code : DEFAULT_LANGUAGE
    const known = made.get(language) ?? createAnalyser(language)
    made.set(language, known)
    return known
  }
  function analysePassage(text: string): string[] {
    const found = words(text)
    return of(likelyLanguages(found)[0] ?? DEFAULT_LANGUAGE).termsOf(found)
  }

  return { of, analysePassage }
}

/** Make one analyser. */
export function createAnalyser(language: Language): Analyser {
  const functionWords = new Set(`${FUNCTION_WORDS[language]} ${OTHER_FUNCTION_WORDS}`.split(' '))
  const stems = new LRUCache<string, string>({ max: REMEMBERED_STEMS })

  function stem(word: string): string {
    if (word.length > STEMMED_LETTERS) return word
    // Looked up before anything else: most words are known, and the expressions cost more than the look-up.
    const known = stems.get(word)
    if (known !== undefined) return known
    const stemmed = STEMMED_WORD.test(word)
      ? fold(LATIN.test(word) ? LATIN_STEMMERS[language](word) : stemOther(word))
      : word
    stems.set(word, stemmed)
    return stemmed
  }

  function termsOf(found: readonly string[]): string[] {
    const terms: string[] = []
    for (const word of found) {
      if (!functionWords.has(word)) terms.push(stem(word))
    }
    return terms
  }

  return {
    language,
    analyse: (text) => termsOf(words(text)),
    termsOf,
    stem,
    isFunctionWord: (word) => functionWords.has(word),
  }
}

function fold(word: string): string {
  if (ASCII.test(word) || !FOLDED.test(word)) return word
  return word.normalize('NFD').replace(MARKS, '').replaceAll('ß', 'ss')
}

function isLanguage(code: string): code is Language {
  return Object.hasOwn(FUNCTION_WORDS, code)
}

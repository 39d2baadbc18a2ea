import { LRUCache } from 'lru-cache'
import porter2 from 'wink-porter2-stemmer'
import { STOP_WORDS } from './stop-words.ts'

/** Changes whenever equal texts could get other terms; part of the name of an index generation. */
export const ANALYSER_VERSION = 'porter2-1'

/** Reads a text the way it is indexed and searched. */
export interface Analyser {
  /** Terms of a text: normalised words, stemmed, without stop words, in order. */
  readonly analyse: (text: string) => string[]
  /** Porter2 stem of a lower-case English word; other words, and runs of more than 40 letters, are returned as they are. */
  readonly stem: (word: string) => string
}

const WORD = /[\p{L}\p{N}]+/gu
const POSSESSIVE = /'s\b/g
const APOSTROPHES = /[’`]/g
/** The stemmer's time grows with the square of the length: a run of 16,000 letters takes 6 to 13 seconds. No word is as long. */
const STEMMED_WORD = /^[a-z]{1,40}$/

/** Stemming costs about 7 µs a word and words repeat: 20,000 stems cover nearly all running text for about 2 MB. */
const REMEMBERED_STEMS = 20_000

/** Make the one analyser of a process; it remembers the stems of frequent words. */
export function createAnalyser(): Analyser {
  const stems = new LRUCache<string, string>({ max: REMEMBERED_STEMS })

  function stem(word: string): string {
    if (!STEMMED_WORD.test(word)) return word
    const known = stems.get(word)
    if (known !== undefined) return known
    const stemmed = porter2(word)
    stems.set(word, stemmed)
    return stemmed
  }

  function analyse(text: string): string[] {
    const terms: string[] = []
    for (const word of words(text)) {
      if (!STOP_WORDS.has(word)) terms.push(stem(word))
    }
    return terms
  }

  return { analyse, stem }
}

/** Lower-cased words of a text, without punctuation and possessives, stop words included. */
export function words(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase().replace(APOSTROPHES, "'").replace(POSSESSIVE, '')
  return plain.match(WORD) ?? []
}

import { LRUCache } from 'lru-cache'
import porter2 from 'wink-porter2-stemmer'
import { STOP_WORDS } from './stop-words.ts'

/** Changes whenever equal texts could get other terms; part of the name of an index generation. */
export const ANALYSER_VERSION = 'porter2-1'

const WORD = /[\p{L}\p{N}]+/gu
const POSSESSIVE = /'s\b/g
const APOSTROPHES = /[’`]/g
const LATIN_WORD = /^[a-z]+$/

/** Terms of a text as they are indexed and searched: normalised words, stemmed, without stop words, in order. */
export function analyse(text: string): string[] {
  const terms: string[] = []
  for (const word of words(text)) {
    if (!STOP_WORDS.has(word)) terms.push(stem(word))
  }
  return terms
}

/** Lower-cased words of a text, without punctuation and possessives, stop words included. */
export function words(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase().replace(APOSTROPHES, "'").replace(POSSESSIVE, '')
  return plain.match(WORD) ?? []
}

/** Words of a language repeat: 20,000 stems cover nearly all running text and cost about 2 MB. */
const STEM_CACHE_SIZE = 20_000
const createStemCache = () => new LRUCache<string, string>({ max: STEM_CACHE_SIZE })
let stems: LRUCache<string, string> | undefined

/** Porter2 stem of an English word; other words are returned as they are. */
export function stem(word: string): string {
  if (!LATIN_WORD.test(word)) return word
  stems ??= createStemCache()
  const known = stems.get(word)
  if (known !== undefined) return known
  const stemmed = porter2(word)
  stems.set(word, stemmed)
  return stemmed
}

import type { Document } from './odata-filter.ts'
import { badRequest } from './refusal.ts'

/** Lucene's white-space tokeniser cuts longer runs into pieces. */
const LONGEST_TOKEN = 255
/** Lengths up to here are kept exactly by Lucene, longer ones with four significant bits. */
const EXACT_LENGTHS = 24

interface Posting {
  readonly key: string
  readonly frequency: number
  readonly length: number
}

/** A field of all documents, ready for BM25 as Lucene computes it. */
export interface TextIndex {
  /** Scores of the documents that hold at least one of the terms; a term that is asked twice counts twice. */
  readonly score: (terms: readonly string[]) => ReadonlyMap<string, number>
}

/** Index a field that is taken apart at white space. Only for a few thousand documents: it is made anew after each write. */
export function indexText(
  documents: ReadonlyMap<string, Document>,
  field: string,
  { k1, b }: { readonly k1: number; readonly b: number },
): TextIndex {
  const postings = new Map<string, Posting[]>()
  let [filled, tokens] = [0, 0]
  for (const [key, document] of documents) {
    const text = document[field]
    if (typeof text !== 'string' || text.trim() === '') continue
    const own = tokensOf(text)
    filled += 1
    tokens += own.length
    const frequencies = new Map<string, number>()
    for (const token of own) frequencies.set(token, (frequencies.get(token) ?? 0) + 1)
    for (const [token, frequency] of frequencies) {
      const list = postings.get(token) ?? []
      list.push({ key, frequency, length: storedLength(own.length) })
      postings.set(token, list)
    }
  }
  const average = tokens / filled
  return {
    score: (terms) => {
      const scores = new Map<string, number>()
      for (const term of terms) {
        const found = postings.get(term) ?? []
        const idf = Math.log(1 + (filled - found.length + 0.5) / (found.length + 0.5))
        for (const { key, frequency, length } of found) {
          const part = (idf * frequency) / (frequency + k1 * (1 - b + (b * length) / average))
          scores.set(key, (scores.get(key) ?? 0) + part)
        }
      }
      return scores
    },
  }
}

/** Terms of a query in the simple language, of which only words and escaped operators are understood; null for `*`. */
export function termsOfQuery(text: string): readonly string[] | null {
  if (text === '*') return null
  const words = text.match(/(?:\\.|[^\s\\])+/gsu) ?? []
  if (words.some((word) => /[+|"()'*~]|^-/.test(word.replaceAll(/\\./gsu, '')))) {
    throw badRequest('The peer does not understand operators in a query')
  }
  return words.flatMap((word) => tokensOf(word.replaceAll(/\\(.)/gsu, '$1')))
}

function tokensOf(text: string): readonly string[] {
  const cut = new RegExp(`\\S{1,${LONGEST_TOKEN}}`, 'gu')
  return text.match(cut) ?? []
}

/** The length of a text as it comes back out of the one byte that Lucene keeps it in (`SmallFloat.intToByte4`). */
function storedLength(length: number): number {
  if (length < EXACT_LENGTHS) return length
  const rest = length - EXACT_LENGTHS
  const shift = Math.max(0, 32 - Math.clz32(rest) - 4)
  return EXACT_LENGTHS + ((rest >>> shift) << shift)
}

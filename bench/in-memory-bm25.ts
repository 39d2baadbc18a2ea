import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Analyser } from '../src/language/analyser.ts'

/** A plain BM25 over a whole collection, for measuring what comes after the search without a search engine. */
export interface Bm25 {
  readonly idf: (term: string) => number
  /** Best first; position in the collection and score. */
  readonly search: (
    terms: readonly string[],
    limit: number,
  ) => readonly { readonly index: number; readonly score: number }[]
}

const K1 = 1.2
const B = 0.75

export interface CollectionItem {
  readonly id: string
  readonly title: string
  readonly text: string
}

/** Build the statistics of a collection, title and text together. */
export function createBm25(items: readonly CollectionItem[], analyser: Analyser): Bm25 {
  const postings = new Map<string, Map<number, number>>()
  const lengths = items.map((item, index) => {
    const terms = analyser.analyse(`${item.title}\n${item.text}`)
    for (const term of terms) {
      const counts = postings.get(term) ?? new Map<number, number>()
      postings.set(term, counts.set(index, (counts.get(index) ?? 0) + 1))
    }
    return terms.length
  })
  const average = lengths.reduce((sum, length) => sum + length, 0) / items.length
  const idf = (term: string): number => {
    const held = postings.get(term)?.size ?? 0
    return Math.log(1 + (items.length - held + 0.5) / (held + 0.5))
  }
  return {
    idf,
    search: (terms, limit) => {
      const scores = new Map<number, number>()
      for (const term of terms) {
        for (const [index, count] of postings.get(term) ?? []) {
          const norm = K1 * (1 - B + (B * (lengths[index] ?? 0)) / average)
          scores.set(index, (scores.get(index) ?? 0) + (idf(term) * count * (K1 + 1)) / (count + norm))
        }
      }
      const hits = [...scores].map(([index, score]) => ({ index, score }))
      return hits.sort((left, right) => right.score - left.score || left.index - right.index).slice(0, limit)
    },
  }
}

/** Read a file of one JSON object per line from a set of the data folder. */
export function readLines<T>(folder: string, file: string): T[] {
  const lines = readFileSync(join(folder, file), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as T)
}

import { LRUCache } from 'lru-cache'
import { type Analyser, words } from '../language/analyser.ts'
import { splitSentences } from '../language/sentences.ts'
import { STOP_WORDS } from '../language/stop-words.ts'

/** A passage taken apart once, for all questions: its text never changes. */
export interface ReadPassage {
  readonly sentences: readonly ReadSentence[]
  /** Stems of title and headings, without stop words. */
  readonly titleTerms: ReadonlySet<string>
  /** Number of indexed terms: title, headings and text without stop words. */
  readonly length: number
}

export interface ReadSentence {
  readonly text: string
  /** Stems of all words, stop words included, so that distances between words are true. */
  readonly stems: readonly string[]
}

/** The passage to take apart; `id` names its text for ever. */
export interface PassageText {
  readonly id: string
  readonly title: string
  readonly heading: readonly string[]
  readonly text: string
}

/** Words of passages kept taken apart, all together: about 30 MB, the passages of some 20 handbooks. */
const KEPT_WORDS = 1_000_000

/** Take passages apart, and remember those that are asked for often. A title may change, so it is part of the key. */
export function createPassageReader(analyser: Analyser): (passage: PassageText) => ReadPassage {
  const kept = new LRUCache<string, ReadPassage>({
    maxSize: KEPT_WORDS,
    sizeCalculation: ({ sentences }) => 1 + sentences.reduce((sum, { stems }) => sum + stems.length, 0),
  })
  return (passage) => {
    const key = `${passage.id} ${passage.title}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const read = readPassage(passage, analyser)
    kept.set(key, read)
    return read
  }
}

/** Take a passage apart into sentences of stems. */
export function readPassage(passage: PassageText, analyser: Analyser): ReadPassage {
  const titleTerms = analyser.analyse([passage.title, ...passage.heading].join(' '))
  let length = titleTerms.length
  const sentences = splitSentences(passage.text).map(({ text }) => {
    const stems = words(text).map((word) => {
      if (!STOP_WORDS.has(word)) length++
      return analyser.stem(word)
    })
    return { text, stems }
  })
  return { sentences, titleTerms: new Set(titleTerms), length }
}

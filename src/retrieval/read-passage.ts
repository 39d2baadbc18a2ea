import { LRUCache } from 'lru-cache'
import type { Analyser } from '../language/analyser.ts'
import { splitSentences } from '../language/sentences.ts'
import { words } from '../language/words.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'

/** A passage taken apart once, for all questions: its text never changes. */
export interface ReadPassage {
  readonly sentences: readonly ReadSentence[]
  /** All words of title, headings and text as they were written, in lower case. */
  readonly words: ReadonlySet<string>
  /** Stems of title and headings, without stop words. */
  readonly titleTerms: ReadonlySet<string>
  /** Number of indexed terms: title, headings and text without stop words. */
  readonly length: number
}

export interface ReadSentence {
  readonly text: string
  /** Stems of all words, stop words included, so that distances between words are true. */
  readonly stems: readonly string[]
  /** Sum of the vectors of its words, of unit length. */
  readonly vector: Float32Array
}

/** The passage to take apart; `id` names its text for ever. */
export interface PassageText {
  readonly id: string
  readonly title: string
  readonly heading: readonly string[]
  readonly text: string
}

export interface ReadingDependencies {
  readonly analyser: Analyser
  /** The built-in word vectors, whichever model embeds whole passages: a sentence costs some 20 µs. */
  readonly wordVectors: EmbeddingModel
}

/** Takes a passage apart in the language of a question, or remembers how it was taken apart. */
export type PassageReader = (passage: PassageText, analyser: Analyser, signal: AbortSignal) => Promise<ReadPassage>

/** Words of passages kept taken apart, all together: about 40 MB, the passages of some 20 handbooks. */
const KEPT_WORDS = 1_000_000
/** A sentence's vector takes the space of about so many words. */
const WORDS_PER_VECTOR = 10

/** Take passages apart, and remember those that are asked for often. A title may change, so it is part of the key. */
export function createPassageReader(wordVectors: EmbeddingModel): PassageReader {
  const kept = new LRUCache<string, ReadPassage>({
    maxSize: KEPT_WORDS,
    sizeCalculation: ({ sentences }) =>
      1 + sentences.reduce((sum, { stems }) => sum + stems.length + WORDS_PER_VECTOR, 0),
  })
  return async (passage, analyser, signal) => {
    const key = `${passage.id} ${analyser.language} ${passage.title}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const read = await readPassage(passage, { analyser, wordVectors }, signal)
    kept.set(key, read)
    return read
  }
}

/** Take a passage apart into sentences of stems. */
export async function readPassage(
  passage: PassageText,
  { analyser, wordVectors }: ReadingDependencies,
  signal: AbortSignal,
): Promise<ReadPassage> {
  const title = [passage.title, ...passage.heading].join(' ')
  const titleTerms = analyser.analyse(title)
  const held = new Set(words(title))
  let length = titleTerms.length
  const texts = splitSentences(passage.text).map(({ text }) => text)
  const vectors = await wordVectors.embedPassages(texts, signal)
  const sentences = texts.map((text, at) => {
    const stems = words(text).map((word) => {
      if (!analyser.isFunctionWord(word)) length++
      held.add(word)
      return analyser.stem(word)
    })
    return { text, stems, vector: vectors[at] ?? new Float32Array(wordVectors.dimensions) }
  })
  return { sentences, words: held, titleTerms: new Set(titleTerms), length }
}

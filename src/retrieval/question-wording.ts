import type { Analyser } from '../language/analyser.ts'
import { words } from '../language/words.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'

/** Longer questions are cut here: the first words say what is asked. */
const MOST_WORDS = 64
const CAPITALISED = /(?<=\S\s+)\p{Lu}[\p{L}\p{N}]*/gu
const HOLDS_DIGIT = /\p{N}/u

/** How a question is worded, beyond the terms that are searched for. */
export interface QuestionWording {
  /** Stems of all its words in order, stop words included ... */
  readonly stems: readonly string[]
  /** ... and whether the word at this place tells what is asked about (is no stop word). */
  readonly telling: readonly boolean[]
  /** The stem of each telling word, by the word as it was written, in lower case. */
  readonly words: ReadonlyMap<string, string>
  /** Telling words with a digit. */
  readonly numbers: readonly string[]
  /** Stems of words with a capital, but for the first word of the question. */
  readonly names: ReadonlySet<string>
  /** Sum of its word vectors, of unit length. */
  readonly vector: Float32Array
}

/** Read the wording of a question. `wordVectors` is the model that sentences of passages are embedded with. */
export async function wordingOf(
  text: string,
  { analyser, wordVectors }: { readonly analyser: Analyser; readonly wordVectors: EmbeddingModel },
  signal: AbortSignal,
): Promise<QuestionWording> {
  const all = words(text).slice(0, MOST_WORDS)
  const telling = all.map((word) => !analyser.isFunctionWord(word))
  const tellingWords = all.filter((_, place) => telling[place])
  return {
    stems: all.map(analyser.stem),
    telling,
    words: new Map(tellingWords.map((word) => [word, analyser.stem(word)])),
    numbers: [...new Set(tellingWords.filter((word) => HOLDS_DIGIT.test(word)))],
    names: new Set((text.match(CAPITALISED) ?? []).slice(0, MOST_WORDS).flatMap((name) => analyser.analyse(name))),
    vector: await wordVectors.embedQuery(text, signal),
  }
}

import { coverageOf, type Question } from '../question.ts'
import type { QuestionWording } from '../question-wording.ts'
import type { ReadPassage } from '../read-passage.ts'
import { holdsAnswerOf } from './answer-type.ts'

export interface SentenceMatch {
  /** Coverage of the best sentence, 0 to 1. */
  readonly bestOne: number
  /** Coverage of the best two neighbours, 0 to 1. */
  readonly bestTwo: number
  /** Whether the best sentence holds words of the kind that is asked for. */
  readonly answers: boolean
  /** Cosine of the sentence nearest to the question by word vectors; 0 when nothing is near. */
  readonly similarity: number
}

/** How the sentences of a passage match a question. */
export function matchSentences(question: Question, wording: QuestionWording, passage: ReadPassage): SentenceMatch {
  let [bestOne, bestTwo, best, similarity] = [0, 0, 0, 0]
  let before: ReadonlySet<string> | null = null
  passage.sentences.forEach(({ stems, vector }, at) => {
    const held = new Set(stems.filter((term) => question.weights.has(term)))
    const alone = coverageOf(question, held)
    if (alone > bestOne) [bestOne, best] = [alone, at]
    bestTwo = Math.max(bestTwo, before === null ? alone : coverageOf(question, held.union(before)))
    before = held
    similarity = Math.max(similarity, dot(vector, wording.vector))
  })
  const isAsked = (word: string) => wording.words.has(word)
  const answers = holdsAnswerOf(question.answerType, passage.sentences[best]?.text ?? '', isAsked)
  return { bestOne, bestTwo, answers, similarity }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

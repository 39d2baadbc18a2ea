import {
  type AnswerEnvelope,
  type AnswerPart,
  type AnswerSentence,
  type Citation,
  type HowMade,
  UNCONFIRMED,
} from '../contracts/orchestration.ts'
import { confidenceLevelOf, confidenceOf } from './confidence.ts'
import { type Founding, signalsOf } from './confidence-signals.ts'
import { createCitationNumbering } from './number-citations.ts'
import type { VerifiedSentence } from './verify-sentence.ts'

/** An answer that grows by one verified sentence at a time. */
export interface AnswerDraft {
  /** Add a sentence; returns the stream parts it becomes: its new citations, then its text. A repeated sentence becomes none. */
  readonly add: (sentence: VerifiedSentence) => readonly AnswerPart[]
  readonly isEmpty: () => boolean
  readonly finish: (made: HowMade) => AnswerEnvelope
}

export type AnswerDraftInput = Omit<Founding, 'citations' | 'supports'>

/** Begin an empty answer. */
export function createAnswerDraft(founding: AnswerDraftInput): AnswerDraft {
  const cite = createCitationNumbering(founding.passages)
  const sentences: AnswerSentence[] = []
  const citations: Citation[] = []
  const supports: number[] = []
  let answer = ''
  let endsInItem = false

  /** Items are lines of Markdown; a blank line stands before a list and behind it. */
  function separatorBefore(mark: string | undefined): string {
    const isItem = mark !== undefined
    const gap = answer === '' ? '' : isItem && endsInItem ? '\n' : isItem || endsInItem ? '\n\n' : ' '
    return isItem ? `${gap}${mark} ` : gap
  }

  function add({ text, support, evidence, unsupported, mark }: VerifiedSentence): readonly AnswerPart[] {
    const cited = evidence.map(cite).filter((numbered) => numbered !== null)
    // A list without one of its items would be another list.
    const isRepeated = mark === undefined && sentences.some((known) => known.text === text)
    if (cited.length === 0 || isRepeated) return []
    const numbers = [...new Set(cited.map(({ citation }) => citation.number))]
    const separator = separatorBefore(mark)
    endsInItem = mark !== undefined
    const markers = numbers.map((number) => `[${number}]`).join('')
    const written = [text, markers, ...(unsupported === undefined ? [] : [UNCONFIRMED])].join(' ')
    const start = answer.length + separator.length
    answer += separator + written
    const marked = unsupported === undefined ? {} : { unsupported: [...unsupported] }
    sentences.push({ text, start, end: answer.length, citations: numbers, ...marked })
    supports.push(support)
    const added = cited.filter(({ isNew }) => isNew).map(({ citation }) => citation)
    citations.push(...added)
    return [
      ...added.map((citation) => ({ type: 'citation' as const, citation })),
      { type: 'text-delta', text: separator + written },
    ]
  }

  function finish(made: HowMade): AnswerEnvelope {
    const confidence = confidenceOf(signalsOf({ ...founding, citations, supports }))
    const confidence_level = confidenceLevelOf(confidence)
    return {
      outcome: 'answered',
      answer,
      sentences,
      citations,
      confidence,
      confidence_level,
      nearest_passages: [],
      ...made,
    }
  }

  return { add, isEmpty: () => sentences.length === 0, finish }
}

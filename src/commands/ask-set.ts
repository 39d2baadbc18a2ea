import type { SetAnswer } from '../../evaluation/judge-answers.ts'
import { DEFAULT_TOP_K } from '../contracts/filters.ts'
import type { AnswerEnvelope } from '../contracts/orchestration.ts'
import { chooseReading } from '../orchestration/choose-reading.ts'
import { featuresOf } from '../orchestration/confidence.ts'
import { signalsOf } from '../orchestration/confidence-signals.ts'
import type { EvaluationLibrary } from './open-evaluation-library.ts'

/** An answer with what its confidence was computed from. */
export interface StudiedAnswer extends SetAnswer {
  readonly features: Readonly<Record<string, number>>
}

/** Asks the library of a set as `POST /api/ask` does, with the search that it rests on. Gives null for an abstention. */
export function createSetAsker({
  footnote,
  context,
}: EvaluationLibrary): (query: string) => Promise<StudiedAnswer | null> {
  const { retrieval, orchestration, wiring } = footnote
  if (retrieval === null || orchestration === null) throw new Error('retrieval and orchestration are not hosted')
  return async (query) => {
    const found = await retrieval.search({ query, top_k: DEFAULT_TOP_K }, context)
    let envelope: AnswerEnvelope | null = null
    for await (const part of orchestration.ask({ query, top_k: DEFAULT_TOP_K }, context))
      if (part.type === 'answer-end') envelope = part.answer
    if (envelope === null || envelope.outcome === 'abstained') return null
    const { passages } = found
    const analyser = wiring.analysers.of(found.evidence.language)
    const { reading, weighed } = chooseReading(query, found, analyser)
    const { citations, sentences, confidence, made_by } = envelope
    const signals = signalsOf({ reading, question: weighed, passages, citations, supports: [1], analyser })
    const idOf = new Map(passages.map(({ document_id, external_id }) => [document_id, external_id]))
    return {
      text: sentences.map(({ text }) => text).join(' '),
      // Each item of a quoted list is a sentence, but the list is one quote.
      sentences: made_by.mode === 'extractive' ? citations.length : sentences.length,
      cited: citations.flatMap(({ document_id }) => idOf.get(document_id) ?? []),
      confidence,
      features: featuresOf(signals),
    }
  }
}

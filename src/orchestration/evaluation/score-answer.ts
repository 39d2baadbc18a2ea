import { textHoldsAnswer } from '../../../evaluation/holds-answer.ts'
import { hitAt, type Judgements, ndcgAt, recallAt, reciprocalRankAt } from '../../../evaluation/scorers.ts'
import { wordOverlap } from '../../../evaluation/word-overlap.ts'
import type { AnswerEnvelope, Citation } from '../../contracts/orchestration.ts'
import type { RankedPassage } from '../../contracts/retrieval.ts'
import type { AcceptedCase } from '../../platform/golden-cases/accepted-cases.ts'
import type { TrialAnswer } from './trial-asker.ts'

/** Longer right answers are told in the words of whoever wrote them, and stand in no answer word for word. */
const MOST_WORDS_LOOKED_FOR = 12
/** Without evidence and without a short right answer: so much of its words is the same thing said otherwise. */
const LEAST_OVERLAP = 0.5

/** How one question did, by measure, each 0 to 1. A measure that does not apply to it is left out. */
export type CaseScores = Readonly<Record<string, number>>

/** Score what a question got against what is known to be right. */
export function scoreAnswer(golden: AcceptedCase, { passages, envelope }: TrialAnswer): CaseScores {
  const isAnswered = envelope.outcome === 'answered'
  if (golden.truth.length === 0 && golden.evidence.length === 0) return { declined: isAnswered ? 0 : 1 }
  return {
    ...scoreRanking(golden, passages),
    answered: isAnswered ? 1 : 0,
    right: isAnswered && isRight(golden, envelope) ? 1 : 0,
    ...scoreWords(golden, envelope),
    ...(isAnswered ? scoreCitations(golden, envelope) : {}),
  }
}

/** Places count once for each label, however many passages have its words; what fits no label is a place too. */
function scoreRanking({ evidence }: AcceptedCase, passages: readonly RankedPassage[]): CaseScores {
  if (evidence.length === 0) return {}
  const judgements: Judgements = new Map(evidence.map((_, label) => [String(label), 1]))
  const ranking = [...new Set(passages.flatMap((passage) => placesOf(evidence, passage)))]
  return {
    ndcg_at_10: ndcgAt(10, ranking, judgements),
    hit_at_5: hitAt(5, ranking, judgements),
    recall_at_10: recallAt(10, ranking, judgements),
    mrr_at_10: reciprocalRankAt(10, ranking, judgements),
  }
}

function placesOf(evidence: AcceptedCase['evidence'], { passage_id: id, parts = [] }: RankedPassage): string[] {
  const ids = [id, ...parts.map(({ passage_id }) => passage_id)]
  const labels = evidence.flatMap((right, label) => (ids.some((each) => right.includes(each)) ? [String(label)] : []))
  return labels.length === 0 ? [id] : labels
}

function isRight(golden: AcceptedCase, { sentences, citations }: AnswerEnvelope): boolean {
  const text = sentences.map((sentence) => sentence.text).join(' ')
  const short = golden.truth.filter((answer) => answer.split(/\s+/).length <= MOST_WORDS_LOOKED_FOR)
  if (short.length > 0) return textHoldsAnswer(text, short)
  if (golden.evidence.length > 0) return citations.some((citation) => isEvidence(golden, citation))
  return Math.max(...golden.truth.map((answer) => wordOverlap(text, answer))) >= LEAST_OVERLAP
}

function scoreWords({ truth }: AcceptedCase, { outcome, sentences }: AnswerEnvelope): CaseScores {
  if (truth.length === 0) return {}
  const text = outcome === 'answered' ? sentences.map((sentence) => sentence.text).join(' ') : ''
  const overlaps = truth.map((answer) => wordOverlap(text, answer))
  return { f1: Math.max(...overlaps), exact: overlaps.includes(1) ? 1 : 0 }
}

function scoreCitations(golden: AcceptedCase, { citations, sentences }: AnswerEnvelope): CaseScores {
  const grounded = sentences.filter(({ unsupported }) => unsupported === undefined).length
  const scores = { grounded: grounded / Math.max(1, sentences.length) }
  if (golden.evidence.length === 0 || citations.length === 0) return scores
  const right = citations.filter((citation) => isEvidence(golden, citation)).length
  return { ...scores, cited: right > 0 ? 1 : 0, citation_precision: right / citations.length }
}

function isEvidence({ evidence }: AcceptedCase, { passage_id: id }: Citation): boolean {
  return evidence.some((right) => right.includes(id))
}

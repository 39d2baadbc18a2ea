import type { Meter } from '@opentelemetry/api'
import { isProblem } from '../contracts/errors.ts'
import type { Budgets } from './budgets.ts'
import type { AnswerRecorder } from './record-answer.ts'

const SHARES = { advice: { explicitBucketBoundaries: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] } }
const SECONDS = { unit: 's', advice: { explicitBucketBoundaries: [0.05, 0.1, 0.25, 0.5, 0.8, 1, 2, 3, 5, 10, 30] } }
const MILLIONTH = 1e-6

/** A recorder that counts as well what it records: outcomes, confidence, scores, times, tokens and what they cost. */
export function measureAnswers(record: AnswerRecorder, meter: Meter): AnswerRecorder {
  const answers = meter.createCounter('footnote_answers', { description: 'Questions, by what became of them.' })
  const confidence = meter.createHistogram('footnote_answer_confidence', {
    description: 'How sure answers are, 0 to 1.',
    ...SHARES,
  })
  const score = meter.createHistogram('footnote_retrieval_score', {
    description: 'Final score of the best passage that was found for a question, 0 to 1.',
    ...SHARES,
  })
  const duration = meter.createHistogram('footnote_answer_duration_seconds', {
    description: 'Time until an answer was whole.',
    ...SECONDS,
  })
  const firstText = meter.createHistogram('footnote_first_text_seconds', {
    description: 'Time until the first text of an answer.',
    ...SECONDS,
  })
  const tokens = meter.createCounter('footnote_answer_tokens', { description: 'Tokens of language models.' })
  const cost = meter.createCounter('footnote_answer_cost', {
    description: 'What language models cost, in the currency of the configured prices.',
  })
  const dropped = meter.createCounter('footnote_sentences_dropped', {
    description: 'Sentences of models that no passage supports and nobody was shown.',
  })
  return async (happened, spent) => {
    const { outcome, mode, model, reused, envelope, trace, durationInMs, sentencesDropped } = happened
    answers.add(1, { outcome, mode, reused: String(reused) })
    dropped.add(sentencesDropped, { model })
    if (!reused) {
      duration.record(durationInMs / 1_000, { mode })
      if (envelope?.outcome === 'answered') confidence.record(envelope.confidence, { mode })
      if (trace?.timings.first_text !== undefined) firstText.record(trace.timings.first_text / 1_000, { mode })
      if (trace !== null) score.record(Math.max(0, ...trace.passages.map((passage) => passage.relevance_score)))
    }
    tokens.add(spent.tokens.prompt, { model, kind: 'prompt' })
    tokens.add(spent.tokens.completion, { model, kind: 'completion' })
    cost.add(spent.tokens.costInMicros * MILLIONTH, { model })
    await record(happened, spent)
  }
}

/** Budgets that count how often they were used up. */
export function measureBudgets(budgets: Budgets, meter: Meter): Budgets {
  const refusals = meter.createCounter('footnote_budget_refusals', {
    description: 'Answers that no model could write because a budget of the day was used up.',
  })
  refusals.add(0)
  return {
    ...budgets,
    reserve: async (atMost, context) => {
      try {
        return await budgets.reserve(atMost, context)
      } catch (error) {
        if (isProblem(error) && error.code === 'budget-exceeded') refusals.add(1)
        throw error
      }
    },
  }
}

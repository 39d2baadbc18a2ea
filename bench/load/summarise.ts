import { quantile } from '../quantile.ts'
import type { ModelCall } from './model-server.ts'
import type { Sent } from './send-questions.ts'

/** The figures of one run; times in milliseconds. */
export interface Summary {
  readonly asked: number
  readonly answered: number
  readonly questions_per_s: number
  readonly errors: number
  readonly first_errors: readonly string[]
  readonly refused: Readonly<Record<string, number>>
  /** From the moment when a question is sent. */
  readonly first_part: Spread
  readonly first_text: Spread
  readonly whole: Spread
  /** The whole time without that of the model: gateway, search, checks, records, and waiting for a processor. */
  readonly own: Spread
  /** How late the generator asked: if this is high, the machine was too small to measure on. */
  readonly generator_late_p95: number
}

export interface Spread {
  readonly p50: number
  readonly p95: number
  readonly most: number
}

/** Sum up what became of questions, given what the model says of its calls. */
export function summarise(sent: readonly Sent[], calls: readonly ModelCall[]): Summary {
  const answered = sent.filter(({ type }) => type === 'answered')
  const errors = sent.filter(({ type }) => type === 'error')
  const refused: Record<string, number> = {}
  for (const { type, status } of sent) if (type === 'refused') refused[status] = (refused[status] ?? 0) + 1
  const from = Math.min(...sent.map(({ sentAt }) => sentAt))
  const seconds = (Math.max(...sent.map(({ endedAt }) => endedAt)) - from) / 1_000
  return {
    asked: sent.length,
    answered: answered.length,
    questions_per_s: Number((answered.length / seconds).toFixed(1)),
    errors: errors.length,
    first_errors: [...new Set(errors.map(({ status, detail }) => `${status} ${detail}`))].slice(0, 5),
    refused,
    first_part: spread(answered.map(({ sentAt, firstPartAt }) => firstPartAt - sentAt)),
    first_text: spread(answered.flatMap(({ sentAt, firstTextAt }) => (firstTextAt === 0 ? [] : firstTextAt - sentAt))),
    whole: spread(answered.map(({ sentAt, endedAt }) => endedAt - sentAt)),
    own: spread(ownTimes(answered, calls)),
    generator_late_p95: Math.round(
      quantile(
        sent.map(({ lateInMs }) => lateInMs),
        0.95,
      ),
    ),
  }
}

/** Whole times without those of the model: the call about the same question that lies within the time of its answer. */
function ownTimes(answered: readonly Sent[], calls: readonly ModelCall[]): readonly number[] {
  const byQuestion = Map.groupBy(calls, ({ question }) => question)
  return answered.map(({ question, sentAt, endedAt }) => {
    const call = byQuestion.get(question)?.find(({ from, to }) => from >= sentAt && to <= endedAt)
    return endedAt - sentAt - (call === undefined ? 0 : call.to - call.from)
  })
}

function spread(times: readonly number[]): Spread {
  const at = (q: number) => Math.round(quantile(times, q))
  return { p50: at(0.5), p95: at(0.95), most: at(1) }
}

import { coverageCurve, expectedCalibrationError, type Judged } from '../../../evaluation/calibration.ts'
import type { AskedCase } from './ask-cases.ts'

/** From which confidence on answers would be given, for the curve of abstention. */
const THRESHOLDS = [0.6, 0.8] as const
const MICROS = 1_000_000

/** The figures of a run by name: the means of each measure over the questions that have it, times, tokens and cost. */
export function sumUp(asked: readonly AskedCase[]): Readonly<Record<string, number>> {
  const names = [...new Set(asked.flatMap(({ scores }) => Object.keys(scores)))]
  const means = names.map((name) => {
    const values = asked.flatMap(({ scores }) => scores[name] ?? [])
    return [name, round(values.reduce((sum, value) => sum + value, 0) / values.length)] as const
  })
  return { ...Object.fromEntries(means), ...confidenceOf(asked), ...timesOf(asked), ...takenBy(asked) }
}

function confidenceOf(asked: readonly AskedCase[]): Readonly<Record<string, number>> {
  const answerable = asked.filter(({ scores }) => scores['right'] !== undefined)
  const judged: Judged[] = answerable.flatMap(({ scores, answer: { envelope } }) =>
    envelope.outcome === 'answered' ? [{ confidence: envelope.confidence, right: scores['right'] === 1 }] : [],
  )
  if (judged.length === 0) return {}
  const curve = coverageCurve(judged, answerable.length, THRESHOLDS).flatMap(({ threshold, coverage, accuracy }) => {
    const from = `from_confidence_${Math.round(threshold * 100)}`
    return [[`answered_${from}`, round(coverage)] as const, [`right_${from}`, round(accuracy ?? 0)] as const]
  })
  return { calibration_error: round(expectedCalibrationError(judged)), ...Object.fromEntries(curve) }
}

function timesOf(asked: readonly AskedCase[]): Readonly<Record<string, number>> {
  const times = asked.map(({ answer }) => answer.durationInMs).toSorted((one, other) => one - other)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return times.length === 0 ? {} : { duration_p50_in_ms: at(0.5), duration_p95_in_ms: at(0.95) }
}

function takenBy(asked: readonly AskedCase[]): Readonly<Record<string, number>> {
  const sum = (value: (each: AskedCase) => number) => asked.reduce((total, each) => total + value(each), 0)
  return {
    prompt_tokens: sum(({ answer }) => answer.tokens.prompt),
    completion_tokens: sum(({ answer }) => answer.tokens.completion),
    cost: sum(({ answer }) => answer.tokens.costInMicros) / MICROS,
  }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

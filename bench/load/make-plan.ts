import { seededRandom } from '../seeded-random.ts'
import type { PlannedQuestion } from './send-questions.ts'

/** Somebody who asks, and what. */
export interface Person {
  readonly tenantId: string
  readonly token: string
  readonly questions: readonly string[]
}

export interface Pace {
  /** How long one person pauses between two questions, on average. */
  readonly everyInMs: number
  readonly forInMs: number
}

/** When who asks what: people ask independently of one another, so the pauses follow an exponential distribution. */
export function planQuestions(people: readonly Person[], { everyInMs, forInMs }: Pace): readonly PlannedQuestion[] {
  const random = seededRandom(people.length)
  const pause = () => -Math.log(1 - random()) * everyInMs
  const all = people.flatMap(({ questions }, asker) => {
    const own: PlannedQuestion[] = []
    for (let at = pause(); at < forInMs; at += pause()) own.push({ asker, at, question: anyOf(questions, random) })
    return own
  })
  return all.toSorted((a, b) => a.at - b.at)
}

/** What each person asks when there is no clock: so many questions, in an order of their own. */
export function listQuestions(people: readonly Person[], each: number): readonly PlannedQuestion[] {
  const random = seededRandom(people.length)
  return people.flatMap(({ questions }, asker) =>
    Array.from({ length: each }, () => ({ asker, at: 0, question: anyOf(questions, random) })),
  )
}

function anyOf(questions: readonly string[], random: () => number): string {
  return questions[Math.floor(random() * questions.length)] ?? 'What?'
}

import type { Analyser } from '../../language/analyser.ts'
import type { WeighedQuestion } from '../../language/weighed-question.ts'
import { words } from '../../language/words.ts'
import type { ChatRequest } from './chat-model.ts'
import { createDayAndMonthNames } from './day-and-month-names.ts'
import { holdsAnswer } from './holds-answer.ts'
import { type Unit, unitsOf } from './passage-units.ts'
import { type QuestionKind, questionKindOf } from './question-kind.ts'

/** What stands around a sentence counts half. */
const WEIGHT_OF_CONTEXT = 0.5
const WEIGHT_OF_RANK = 0.2
const WEIGHT_OF_ANSWER_TYPE = 0.15
/** Stems make "parents" and "parental" one term; of two sentences the one with the words as they were asked is meant. */
const WEIGHT_OF_WRITTEN = 0.1

const ASKS_FOR_LISTS: ReadonlySet<QuestionKind> = new Set(['how-to', 'list'])

/** A unit of a passage and how well it answers. */
export interface ScoredUnit extends Unit {
  /** Share of the question's weight that it holds, plus half of what its context adds; 0 to 1. */
  readonly evidence: number
  /** Evidence plus priors for rank, answer type and the words as they were asked; orders the units. */
  readonly score: number
  /** Whether it holds the kind of thing that is asked for, 0 to 1. */
  readonly typed: number
}

export type UnitScorer = (
  request: Pick<ChatRequest, 'question' | 'passages'>,
  question: WeighedQuestion,
  analyser: Analyser,
) => readonly ScoredUnit[]

/**
 * Make the scorer of what may be quoted of a question's passages: best first; equal scores keep the order of the passages.
 * It remembers what days and months are called.
 */
export function createUnitScorer(): UnitScorer {
  const namesOf = createDayAndMonthNames()
  return (request, question, analyser) => {
    const kind = questionKindOf(request.question, analyser.language)
    const asked = new Set(words(request.question))
    const telling = [...asked].filter((word) => !analyser.isFunctionWord(word))
    const scored = request.passages.flatMap((passage, rank) =>
      unitsOf(passage, question.terms, analyser).map((unit): ScoredUnit => {
        const evidence = question.share(unit.leading) + WEIGHT_OF_CONTEXT * question.share(besides(unit))
        // A list of something else is as little worth as no list.
        const typed = ASKS_FOR_LISTS.has(kind)
          ? Number(unit.isList) * (kind === 'list' ? evidence : 1)
          : holdsAnswer(kind, unit.text, asked, { analyser, namesOf })
        const score =
          evidence +
          WEIGHT_OF_RANK / (rank + 1) +
          WEIGHT_OF_ANSWER_TYPE * typed +
          WEIGHT_OF_WRITTEN * shareWritten(telling, unit.text)
        return Object.assign(unit, { evidence, score, typed })
      }),
    )
    return scored.sort((left, right) => right.score - left.score)
  }
}

/** Share of these words that stand in a text in the same form, 0 to 1. */
function shareWritten(telling: readonly string[], text: string): number {
  const written = new Set(words(text))
  return telling.filter((word) => written.has(word)).length / Math.max(1, telling.length)
}

/** What counts half of a unit and its surroundings. */
function besides({ terms, leading, context }: Unit): ReadonlySet<string> {
  return new Set([...terms, ...context].filter((term) => !leading.has(term)))
}

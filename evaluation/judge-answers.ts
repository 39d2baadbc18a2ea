import { type CoveragePoint, coverageCurve, expectedCalibrationError, type Judged } from './calibration.ts'
import { textHoldsAnswer } from './holds-answer.ts'
import type { QuestionSet, SetQuestion } from './load-set.ts'

/** An answer as a set can judge it. */
export interface SetAnswer {
  /** Empty when the system abstained. */
  readonly text: string
  readonly sentences: number
  /** The documents it cites, by the ids of the set. */
  readonly cited: readonly string[]
  readonly confidence: number
}

/** One judged question; `answer` is null when the system abstained. */
export interface JudgedAnswer {
  readonly id: string
  readonly isAnswerable: boolean
  readonly answer: (SetAnswer & { readonly right: boolean }) | null
}

/** How good the answers to a set are. Shares are of all answerable questions unless told otherwise. */
export interface AnswersResult {
  readonly asked: number
  readonly answered: number
  /** Share that got a right answer: it holds a gold answer or, in sets without short ones, cites a right document. */
  readonly right: number
  /** Share that got an answer which cites a right document. */
  readonly cited: number
  /** Means over the answers. */
  readonly sentences: number
  readonly words: number
  readonly calibration_error: number
  /** Share of the unanswerable questions that were declined; null when the set has none. */
  readonly declined: number | null
  readonly curve: readonly (CoveragePoint & { readonly declined: number | null })[]
}

const THRESHOLDS = [0, 0.5, 0.6, 0.7, 0.8, 0.9]

/** Longer gold answers were written by somebody and stand in no document word for word. */
const MOST_WORDS_LOOKED_FOR = 12

/** Whether an answer is right: it holds a gold answer or, where none could stand in a document, cites a right one. */
function isRight({ answers = [], judgements }: SetQuestion, { text, cited }: SetAnswer): boolean {
  const short = answers.filter((answer) => answer.split(/\s+/).length <= MOST_WORDS_LOOKED_FOR)
  return short.length === 0 ? cited.some((id) => judgements.has(id)) : textHoldsAnswer(text, short)
}

/** Judge the answers to a set's questions; `ask` gives null when the system abstains. */
export async function judgeAnswers(
  { questions, unanswerable }: Pick<QuestionSet, 'questions' | 'unanswerable'>,
  ask: (question: string) => Promise<SetAnswer | null>,
): Promise<readonly JudgedAnswer[]> {
  const judged: JudgedAnswer[] = []
  for (const question of questions) {
    const answer = await ask(question.text)
    const isKnown = answer === null ? null : { ...answer, right: isRight(question, answer) }
    judged.push({ id: question.id, isAnswerable: true, answer: isKnown })
  }
  for (const { id, text } of unanswerable) {
    const answer = await ask(text)
    judged.push({ id, isAnswerable: false, answer: answer === null ? null : { ...answer, right: false } })
  }
  return judged
}

/** Sum judged answers up. The confidence is measured on answerable questions: it says how good an answer is, not whether there is one. */
export function summariseAnswers(
  judged: readonly JudgedAnswer[],
  { questions }: Pick<QuestionSet, 'questions'>,
): AnswersResult {
  const judgementsOf = new Map(questions.map(({ id, judgements }) => [id, judgements]))
  const answerable = judged.filter(({ isAnswerable }) => isAnswerable)
  const answers = answerable.flatMap(({ id, answer }) => (answer === null ? [] : [{ id, ...answer }]))
  const traps = judged.filter(({ isAnswerable }) => !isAnswerable)
  const share = (count: number) => count / Math.max(1, answerable.length)
  const mean = (value: (answer: SetAnswer) => number) =>
    answers.reduce((sum, answer) => sum + value(answer), 0) / Math.max(1, answers.length)
  const declinedAt = (threshold: number) => {
    if (traps.length === 0) return null
    return traps.filter(({ answer }) => answer === null || answer.confidence < threshold).length / traps.length
  }
  const forCalibration: readonly Judged[] = answers
  return {
    asked: answerable.length,
    answered: share(answers.length),
    right: share(answers.filter(({ right }) => right).length),
    cited: share(answers.filter(({ id, cited }) => cited.some((one) => judgementsOf.get(id)?.has(one))).length),
    sentences: mean(({ sentences }) => sentences),
    words: mean(({ text }) => text.split(/\s+/).length),
    calibration_error: expectedCalibrationError(forCalibration),
    declined: declinedAt(0),
    curve: coverageCurve(forCalibration, answerable.length, THRESHOLDS).map((point) =>
      Object.assign(point, { declined: declinedAt(point.threshold) }),
    ),
  }
}

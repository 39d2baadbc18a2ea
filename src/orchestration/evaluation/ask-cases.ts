import type { CallContext } from '../../contracts/call-context.ts'
import { isProblem } from '../../contracts/errors.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { AcceptedCase } from '../../platform/golden-cases/accepted-cases.ts'
import { type CaseScores, scoreAnswer } from './score-answer.ts'
import type { TrialAnswer, TrialAsker } from './trial-asker.ts'

/** One question that was asked. */
export interface AskedCase {
  readonly id: string
  readonly scores: CaseScores
  readonly answer: TrialAnswer
}

export interface AskedAs {
  /** All groups of the organisation. */
  readonly groups: readonly string[]
  readonly context: CallContext
}

/**
 * Ask questions one after the other, each with the rights of whoever wrote it and of all groups. One that may not be asked
 * (its topic is blocked, or a content filter refuses it) is left out. Throws what an ask throws otherwise.
 */
export async function askCases(
  cases: readonly AcceptedCase[],
  ask: TrialAsker,
  { groups, context }: AskedAs,
): Promise<readonly AskedCase[]> {
  const asked: AskedCase[] = []
  for (const golden of cases) {
    context.signal.throwIfAborted()
    const principal: Principal = {
      tenant_id: context.principal.tenant_id,
      object_id: golden.askedAs,
      group_ids: [...groups],
      roles: ['Reader'],
      kind: 'system',
    }
    try {
      const answer = await ask(golden.question, { ...context, principal })
      asked.push({ id: golden.id, scores: scoreAnswer(golden, answer), answer })
    } catch (error) {
      if (!isProblem(error) || !REFUSALS.has(error.code)) throw error
    }
  }
  return asked
}

const REFUSALS: ReadonlySet<string> = new Set(['topic-blocked', 'content-refused', 'query-too-long', 'query-empty'])

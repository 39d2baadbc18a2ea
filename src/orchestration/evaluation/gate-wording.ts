import { compareRuns, losses } from '../../../evaluation/compare-runs.ts'
import type { CallContext } from '../../contracts/call-context.ts'
import type { MeasureChange } from '../../contracts/evaluation-runs.ts'
import type { Database } from '../../platform/database/database.ts'
import { type AcceptedCase, readAcceptedCases } from '../../platform/golden-cases/accepted-cases.ts'
import { allGroups } from '../../platform/golden-cases/all-groups.ts'
import type { PromptWording } from '../prompts/default-wording.ts'
import { askCases } from './ask-cases.ts'
import { createTrialAsker, type TrialDependencies } from './trial-asker.ts'

/** Each is asked twice, and whoever activates a wording waits for it. */
const MOST_QUESTIONS = 40
/** What a wording changes: not what is found. */
const MEASURES: ReadonlySet<string> = new Set([
  'answered',
  'right',
  'cited',
  'citation_precision',
  'grounded',
  'f1',
  'declined',
])

export interface WordingGateDependencies extends TrialDependencies {
  readonly database: Database
}

/** How answers by a wording differ from those by the active one; null where there is nothing to compare. */
export type WordingGate = (
  candidate: PromptWording,
  active: PromptWording,
  context: CallContext,
) => Promise<readonly MeasureChange[] | null>

/**
 * Make the gate that a wording passes before it is used: the golden questions are asked with it and with the active one. There
 * is nothing to compare without accepted questions, and without a model that reads the wording.
 */
export function createWordingGate(dependencies: WordingGateDependencies): WordingGate {
  return async (candidate, active, context) => {
    if (dependencies.models[0].mode !== 'model' || candidate.text === active.text) return null
    const { tenant_id: tenantId } = context.principal
    const orm = dependencies.database.forTenant(tenantId)
    const { cases } = await readAcceptedCases(orm, tenantId, MOST_QUESTIONS)
    if (cases.length === 0) return null
    const groups = await allGroups(orm, tenantId)
    const scores = async (wording: PromptWording) => scoresWith(dependencies, wording, cases, { groups, context })
    return compareRuns(await scores(active), await scores(candidate))
  }
}

async function scoresWith(
  dependencies: WordingGateDependencies,
  wording: PromptWording,
  cases: readonly AcceptedCase[],
  as: Parameters<typeof askCases>[2],
) {
  const asked = await askCases(
    cases,
    createTrialAsker(dependencies, async () => wording),
    as,
  )
  return asked.map(({ id, scores }) => ({
    id,
    scores: Object.fromEntries(Object.entries(scores).filter(([measure]) => MEASURES.has(measure))),
  }))
}

/** What speaks against a wording, as a sentence; null when nothing does, or what does may be chance. */
export function objectionToWording(changes: readonly MeasureChange[]): string | null {
  const worse = losses(changes).map(
    ({ measure, before, after, questions }) =>
      `"${measure}" falls from ${before.toFixed(2)} to ${after.toFixed(2)} on ${questions} golden questions`,
  )
  return worse.length === 0 ? null : `Answers are worse with it: ${worse.join(', ')}.`
}

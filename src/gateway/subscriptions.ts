import type { Bus } from '../platform/bus/bus.ts'
import type { SharedState } from '../platform/shared-state/shared-state.ts'
import { answersOf } from './reuse-answers.ts'

/** Forget the answers of a tenant whose documents, or who may read them, changed; nobody can reach them any more. */
export async function subscribeGateway({
  bus,
  sharedState,
}: {
  readonly bus: Bus
  readonly sharedState: SharedState
}): Promise<void> {
  await bus.subscribe('index-updated', 'answer-cache', async ({ tenant_id }) =>
    sharedState.deleteGroup(answersOf(tenant_id)),
  )
}

import type { ActiveWording } from '../orchestration/prompts/active-wording.ts'
import type { WordingLimits } from '../orchestration/prompts/check-wording.ts'
import type { Database } from '../platform/database/database.ts'
import type { Wiring } from './wiring.ts'

/** The wording that models write answers by: the routes of administrators, and what is active. */
export async function hostPrompts(
  { app }: Wiring,
  dependencies: WordingLimits & { readonly database: Database },
): Promise<ActiveWording> {
  const [{ promptRoutes }, { createActiveWording }] = await Promise.all([
    import('../orchestration/prompts/prompt-routes.ts'),
    import('../orchestration/prompts/active-wording.ts'),
  ])
  await app.register(promptRoutes(dependencies))
  return createActiveWording(dependencies.database)
}

import type { WordingGateDependencies } from '../orchestration/evaluation/gate-wording.ts'
import type { ActiveWording } from '../orchestration/prompts/active-wording.ts'
import type { Wiring } from './wiring.ts'

type Parts = Pick<WordingGateDependencies, 'database' | 'models' | 'retrieval'> & { readonly answerTokens: number }

/** The wording that models write answers by: the routes of administrators, and what is active. */
export async function hostPrompts(
  { app, analysers, config, platform }: Wiring,
  { answerTokens, ...parts }: Parts,
): Promise<ActiveWording> {
  const [{ promptRoutes }, { createActiveWording }, { createWordingGate }] = await Promise.all([
    import('../orchestration/prompts/prompt-routes.ts'),
    import('../orchestration/prompts/active-wording.ts'),
    import('../orchestration/evaluation/gate-wording.ts'),
  ])
  const { logger } = platform.telemetry
  const gate = createWordingGate({ ...parts, analysers, logger, unsupported: config.unsupported })
  await app.register(promptRoutes({ ...parts, answerTokens, gate }))
  return createActiveWording(parts.database)
}

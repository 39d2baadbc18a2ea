import type { AccessProbing } from '../contracts/access-probe.ts'
import type { EvaluationDependencies } from '../orchestration/evaluation/run-evaluation.ts'
import type { Wiring } from './wiring.ts'

type Parts = Pick<EvaluationDependencies, 'activeWording' | 'database' | 'models' | 'retrieval'> & {
  readonly probing: AccessProbing
}

/** Golden questions, and how answers do on them: every night, after each switch of the index, and when somebody asks. */
export async function hostEvaluation(wiring: Wiring, parts: Parts): Promise<void> {
  const { app, analysers, clock, closing, config, platform } = wiring
  const [{ goldenRoutes }, { evaluationRoutes }, { subscribeEvaluations }, { keepEvaluating }, bus] = await Promise.all(
    [
      import('../orchestration/golden/golden-routes.ts'),
      import('../orchestration/evaluation/evaluation-routes.ts'),
      import('../orchestration/evaluation/run-evaluation.ts'),
      import('../orchestration/evaluation/keep-evaluating.ts'),
      platform.bus(),
    ],
  )
  const { logger, meter } = platform.telemetry
  const { unsupported, nightlyAtMinute } = config
  const dependencies = { ...parts, analysers, bus, clock, logger, unsupported }
  await app.register(goldenRoutes(dependencies))
  await app.register(evaluationRoutes(dependencies))
  await subscribeEvaluations(dependencies)
  closing.push(keepEvaluating({ ...dependencies, meter, nightlyAtMinute }))
}

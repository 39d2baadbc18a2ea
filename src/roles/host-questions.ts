import { orchestrationContract } from '../contracts/orchestration.ts'
import { type Retrieval, retrievalContract } from '../contracts/retrieval.ts'
import { hosts, serviceFor, type Wiring } from './wiring.ts'

/** The retrieval role (found here or reached where it runs) and the orchestration role that builds on it. */
export async function hostQuestions(wiring: Wiring): Promise<Retrieval | null> {
  if (!hosts(wiring, 'retrieval') && !hosts(wiring, 'orchestration')) return null
  const retrieval = await serviceFor(wiring, retrievalContract, () => buildRetrieval(wiring))
  if (hosts(wiring, 'orchestration')) await buildOrchestration(wiring, retrieval)
  return retrieval
}

async function buildRetrieval(wiring: Wiring): Promise<Retrieval> {
  const { app, platform, analyser, generation, checks, closing } = wiring
  const [{ createRetrieval }, { retrievalRoutes }, { afterSelfTest, createSelfTest }] = await Promise.all([
    import('../retrieval/retrieval.ts'),
    import('../retrieval/routes.ts'),
    import('../retrieval/self-test.ts'),
  ])
  const [database, index, embedder] = await Promise.all([
    platform.database(),
    platform.searchIndex(),
    platform.embeddingModel(),
  ])
  const { logger } = platform.telemetry
  const selfTest = createSelfTest({ database, index, embedder, generation, logger })
  closing.push(selfTest)
  checks.push({ name: 'access', check: selfTest.passed })
  // Not before: the start must not wait for it, and until it has passed nobody is answered anyway.
  app.addHook('onListen', async () => selfTest.start())
  const retrieval = afterSelfTest(createRetrieval({ database, index, embedder, analyser, generation }), selfTest)
  await app.register(retrievalRoutes(retrieval))
  return retrieval
}

async function buildOrchestration(wiring: Wiring, retrieval: Retrieval): Promise<void> {
  const { app, platform, analyser } = wiring
  const [{ createOrchestration }, { createAnswerRecorder }, { orchestrationRoutes }] = await Promise.all([
    import('../orchestration/orchestration.ts'),
    import('../orchestration/record-answer.ts'),
    import('../orchestration/routes.ts'),
  ])
  const extractive = await platform.extractiveModel()
  const database = await platform.database()
  await serviceFor(wiring, orchestrationContract, async () => {
    const model = (await platform.chatModel()) ?? extractive
    const orchestration = createOrchestration({
      retrieval,
      model,
      fallbackModel: extractive,
      analyser,
      recordAnswer: createAnswerRecorder({ database }),
      logger: platform.telemetry.logger,
    })
    await app.register(orchestrationRoutes(orchestration))
    return orchestration
  })
}

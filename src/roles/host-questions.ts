import type { Config } from '../config.ts'
import type { AccessProbing } from '../contracts/access-probe.ts'
import { type Orchestration, orchestrationContract } from '../contracts/orchestration.ts'
import { type Retrieval, retrievalContract } from '../contracts/retrieval.ts'
import type { ModelChain } from '../orchestration/model-chain.ts'
import { connect } from '../platform/http/remote.ts'
import { MODEL_CHANGED } from '../platform/index-generations/model-check.ts'
import { hostAccessProbe } from './host-access-probe.ts'
import { connectionOf, hosts, peerUrl, serviceFor, type Wiring } from './wiring.ts'

/** Both as this process reaches them; null when no role here needs them. */
export interface HostedQuestions {
  readonly retrieval: Retrieval | null
  readonly orchestration: Orchestration | null
}

/** The retrieval role (found here or reached where it runs) and the orchestration role that builds on it. */
export async function hostQuestions(wiring: Wiring): Promise<HostedQuestions> {
  const needsRetrieval = hosts(wiring, 'retrieval') || hosts(wiring, 'orchestration')
  const retrieval = needsRetrieval ? await serviceFor(wiring, retrievalContract, () => buildRetrieval(wiring)) : null
  if (retrieval !== null) {
    const probing = await hostAccessProbe(wiring, retrieval)
    if (hosts(wiring, 'orchestration'))
      return { retrieval, orchestration: await buildOrchestration(wiring, { retrieval, probing }) }
  }
  if (!hosts(wiring, 'gateway')) return { retrieval, orchestration: null }
  return {
    retrieval,
    orchestration: connect(orchestrationContract, peerUrl(wiring, 'orchestration'), connectionOf(wiring)),
  }
}

async function buildRetrieval(wiring: Wiring): Promise<Retrieval> {
  const { app, config, platform, analysers, generation, modelCheck, checks, closing } = wiring
  const [
    { createRetrieval },
    { retrievalRoutes },
    { afterSelfTest, createSelfTest },
    { createWarmUp },
    { createActiveGenerations },
  ] = await Promise.all([
    import('../retrieval/retrieval.ts'),
    import('../retrieval/routes.ts'),
    import('../retrieval/self-test.ts'),
    import('../retrieval/warm-up.ts'),
    import('../platform/index-generations/active-generation.ts'),
  ])
  const [database, index, embedder, wordVectors, reranker] = await Promise.all([
    platform.database(),
    platform.searchIndex(),
    platform.embeddingModel(),
    platform.wordVectors(),
    platform.reranker(),
  ])
  const { logger, meter } = platform.telemetry
  const selfTest = createSelfTest({ database, index, embedder, generation, logger, meter })
  closing.push(selfTest)
  checks.push({ name: 'access', check: selfTest.passed })
  const generationOf = createActiveGenerations(database, { embedder, generation })
  const partitionOf = async ({ tenantId }: Config) => ({ tenantId, generation: await generationOf(tenantId) })
  checks.push({
    name: 'index',
    check: () => generationOf(config.tenantId),
    notice: async () => ((await modelCheck(await partitionOf(config))) === 'changed' ? MODEL_CHANGED : null),
  })
  const partition = () => selfTest.passed().then(() => partitionOf(config))
  const warming = createWarmUp({ index, embedder, logger, partition })
  closing.push(warming)
  // Not before: the start must not wait for it, and until it has passed nobody is answered anyway.
  app.addHook('onListen', async () => {
    selfTest.start()
    warming.start()
  })
  const retrieval = afterSelfTest(
    createRetrieval({
      database,
      index,
      embedder,
      wordVectors,
      reranker,
      analysers,
      generationOf,
      modelCheck,
      reusesSearches: config.reusesSearches,
    }),
    selfTest,
  )
  await app.register(retrievalRoutes(retrieval))
  return retrieval
}

interface Found {
  readonly retrieval: Retrieval
  readonly probing: AccessProbing
}

async function buildOrchestration(wiring: Wiring, { retrieval, probing }: Found): Promise<Orchestration> {
  const { app, config, platform, analysers } = wiring
  const [
    { ANSWER_TOKENS, createOrchestration },
    { createUnreadableCounter },
    { createBudgets },
    { createHistoryReader },
    hostRecords,
    { hostPrompts },
    budgetRoutes,
    { hostQuestionRoutes },
    { hostEvaluation },
    { measureBudgets },
  ] = await Promise.all([
    import('../orchestration/orchestration.ts'),
    import('../orchestration/count-unreadable.ts'),
    import('../orchestration/budgets.ts'),
    import('../orchestration/conversations/read-history.ts'),
    import('./host-records.ts'),
    import('./host-prompts.ts'),
    import('../orchestration/budget-routes.ts'),
    import('./host-question-routes.ts'),
    import('./host-evaluation.ts'),
    import('../orchestration/measure-answers.ts'),
  ])
  const extractive = await platform.extractiveModel()
  const database = await platform.database()
  const { meter } = platform.telemetry
  const budgets = measureBudgets(createBudgets({ database, defaults: config.limits }), meter)
  return serviceFor(wiring, orchestrationContract, async () => {
    const [first, ...others] = [...(await platform.chatModels()), extractive]
    const models: ModelChain = [first, ...others]
    const activeWording = await hostPrompts(wiring, {
      database,
      models,
      retrieval,
      answerTokens: ANSWER_TOKENS,
    })
    const orchestration = createOrchestration({
      retrieval,
      models,
      activeWording,
      analysers,
      countUnreadable: createUnreadableCounter(database),
      readHistory: createHistoryReader(database),
      recordAnswer: await hostRecords.hostRecords(wiring, { database, budgets }),
      budgets,
      logger: platform.telemetry.logger,
      unsupported: config.unsupported,
      ...(config.chat === undefined ? {} : { judging: config.chat.judging }),
      blockedTopics: config.blockedTopics,
    })
    await hostQuestionRoutes(wiring, { orchestration, retrieval, database })
    await hostEvaluation(wiring, { activeWording, database, models, probing, retrieval })
    await app.register(budgetRoutes.budgetRoutes({ database, budgets, defaults: config.limits }))
    return orchestration
  })
}

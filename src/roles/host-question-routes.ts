import type { Orchestration } from '../contracts/orchestration.ts'
import type { Retrieval } from '../contracts/retrieval.ts'
import type { Database } from '../platform/database/database.ts'
import type { Wiring } from './wiring.ts'

/** The routes for questions: asking, reading on in an answer, what was asked before, and the doors for other programs. */
export async function hostQuestionRoutes(
  wiring: Wiring,
  {
    orchestration,
    retrieval,
    database,
  }: { readonly orchestration: Orchestration; readonly retrieval: Retrieval; readonly database: Database },
): Promise<void> {
  const [
    { orchestrationRoutes },
    { streamRoutes },
    { createKeptStreams },
    { createTenantEpochs },
    { answerRoutes },
    { shareRoutes },
    { conversationRoutes },
    { hostDoors },
  ] = await Promise.all([
    import('../orchestration/routes.ts'),
    import('../orchestration/stream-routes.ts'),
    import('../orchestration/kept-streams.ts'),
    import('../platform/index-generations/tenant-epochs.ts'),
    import('../orchestration/answer-routes.ts'),
    import('../orchestration/shares/share-routes.ts'),
    import('../orchestration/conversations/conversation-routes.ts'),
    import('./host-doors.ts'),
  ])
  const { app } = wiring
  const streams = createKeptStreams(createTenantEpochs(database))
  await app.register(orchestrationRoutes(orchestration, streams))
  await app.register(streamRoutes(streams))
  await hostDoors(wiring, { retrieval, orchestration })
  await app.register(answerRoutes({ database }))
  await app.register(shareRoutes({ database }))
  await app.register(conversationRoutes({ database }))
}

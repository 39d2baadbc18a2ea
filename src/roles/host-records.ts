import type { Budgets } from '../orchestration/budgets.ts'
import type { AnswerRecorder } from '../orchestration/record-answer.ts'
import type { Database } from '../platform/database/database.ts'
import type { Wiring } from './wiring.ts'

/** The record of answers: linked after each answer, pruned every hour, checked every six, and the routes that show and check it. */
export async function hostRecords(
  { app, clock, config, platform, closing }: Wiring,
  { database, budgets }: { readonly database: Database; readonly budgets: Budgets },
): Promise<AnswerRecorder> {
  const [
    { createAnswerRecorder },
    { measureAnswers },
    { createRecordLinker },
    { keepPruning },
    { watchRecords },
    { recordRoutes },
  ] = await Promise.all([
    import('../orchestration/record-answer.ts'),
    import('../orchestration/measure-answers.ts'),
    import('../orchestration/records/link-records.ts'),
    import('../orchestration/records/keep-pruning.ts'),
    import('../orchestration/records/watch-records.ts'),
    import('../orchestration/records/record-routes.ts'),
  ])
  const { logger, meter } = platform.telemetry
  const { keptDays, content } = config.records
  const linker = createRecordLinker(database, logger)
  closing.push(linker, watchRecords({ database, logger, meter }))
  if (keptDays > 0) closing.push(keepPruning({ database, clock, logger, keptDays }))
  await app.register(recordRoutes({ database }))
  return measureAnswers(createAnswerRecorder({ database, budgets, content, linker }), meter)
}

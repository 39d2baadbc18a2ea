import type { AnswerRecorderDependencies } from '../orchestration/record-answer.ts'
import type { Database } from '../platform/database/database.ts'
import type { Wiring } from './wiring.ts'

/** The record of answers: linked after each answer, pruned every hour, checked every six, and the routes that show and check it. */
export async function hostRecords(
  { app, clock, config, platform, closing }: Wiring,
  database: Database,
): Promise<Pick<AnswerRecorderDependencies, 'content' | 'linker'>> {
  const [{ createRecordLinker }, { keepPruning }, { watchRecords }, { recordRoutes }] = await Promise.all([
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
  return { content, linker }
}

import type { Budgets } from '../orchestration/budgets.ts'
import type { AnswerRecorder } from '../orchestration/record-answer.ts'
import type { CheckDependencies } from '../orchestration/records/check-records.ts'
import type { Database } from '../platform/database/database.ts'
import { openRecordSigner } from './open-record-signer.ts'
import type { Wiring } from './wiring.ts'

/** The record of answers and of all other acts: linked soon, pruned every hour, checked every six, and the routes that show and check it. */
export async function hostRecords(
  wiring: Wiring,
  { database, budgets }: { readonly database: Database; readonly budgets: Budgets },
): Promise<AnswerRecorder> {
  const { app, config, platform, closing } = wiring
  const [{ createAnswerRecorder }, { measureAnswers }, { createRecordLinker }, { keepLinking }, ...routes] =
    await Promise.all([
      import('../orchestration/record-answer.ts'),
      import('../orchestration/measure-answers.ts'),
      import('../platform/audit/link-records.ts'),
      import('../orchestration/records/keep-linking.ts'),
      import('../orchestration/records/record-routes.ts'),
      import('../orchestration/records/audit-routes.ts'),
    ])
  const { logger, meter } = platform.telemetry
  const check = { database, signer: await openRecordSigner(wiring, database), copies: await openCopies(wiring) }
  const linker = createRecordLinker({ ...check, logger })
  closing.push(linker, keepLinking({ ...check, linker, logger }))
  await keepRecords(wiring, check)
  const [{ recordRoutes }, { auditRoutes }] = routes
  await app.register(recordRoutes(check))
  await app.register(auditRoutes(check))
  const { content } = config.records
  return measureAnswers(createAnswerRecorder({ database, budgets, content, linker }), meter)
}

async function openCopies({ config }: Wiring): Promise<CheckDependencies['copies']> {
  if (config.auditContainer !== null) {
    const { openCheckpointContainer } = await import('../platform/audit/checkpoint-container.ts')
    const { container, ...account } = config.auditContainer
    return openCheckpointContainer({ account, container })
  }
  const { copiesFolder } = config.records
  if (copiesFolder === undefined) return null
  const { openCheckpointFolder } = await import('../platform/audit/checkpoint-folder.ts')
  return openCheckpointFolder(copiesFolder)
}

/** What is done with them again and again. */
async function keepRecords({ clock, config, platform, closing }: Wiring, check: CheckDependencies): Promise<void> {
  const [{ keepPruning }, { watchRecords }] = await Promise.all([
    import('../orchestration/records/keep-pruning.ts'),
    import('../orchestration/records/watch-records.ts'),
  ])
  const { logger, meter } = platform.telemetry
  const { keptDays, auditKeptDays } = config.records
  closing.push(watchRecords({ check, logger, meter }))
  if (keptDays > 0) closing.push(keepPruning({ database: check.database, clock, logger, keptDays, auditKeptDays }))
}

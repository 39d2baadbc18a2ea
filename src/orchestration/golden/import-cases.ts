import type { CallContext } from '../../contracts/call-context.ts'
import { isProblem } from '../../contracts/errors.ts'
import type { GoldenImported, GoldenInput } from '../../contracts/golden-cases.ts'
import type { Database } from '../../platform/database/database.ts'
import { importCase } from './write-cases.ts'

/** Take golden questions from a file, one after the other: what does not fit is told, and the rest is there. */
export async function importCases(
  database: Database,
  cases: readonly GoldenInput[],
  context: CallContext,
): Promise<GoldenImported> {
  const done = { created: 0, replaced: 0 }
  const refused: GoldenImported['refused'] = []
  for (const [index, input] of cases.entries()) {
    context.signal.throwIfAborted()
    try {
      done[await importCase(database, input, context)] += 1
    } catch (error) {
      if (!isProblem(error)) throw error
      refused.push({ line: index + 1, reason: error.message })
    }
  }
  return { ...done, refused }
}

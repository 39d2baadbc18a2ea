import { and, arrayOverlaps, eq, inArray, not } from 'drizzle-orm'
import type { AccessProbe } from '../../contracts/access-probe.ts'
import type { CallContext } from '../../contracts/call-context.ts'
import { MAXIMUM_TOP_K } from '../../contracts/filters.ts'
import { accessEntriesOf, type Principal } from '../../contracts/principal.ts'
import type { Retrieval } from '../../contracts/retrieval.ts'
import type { Database } from '../../platform/database/database.ts'
import { documents } from '../../platform/database/schema.ts'
import type { AcceptedCase } from '../../platform/golden-cases/accepted-cases.ts'

/** As many as tell whether lists hold; a search costs tens of milliseconds. */
const MOST_PROBES = 200

export interface ProbeQuestionsDependencies {
  readonly database: Database
  readonly retrieval: Pick<Retrieval, 'search'>
}

/**
 * Let an invented person, who is in no group, ask the golden questions, and count those that find a document whose access
 * list, read anew from the registry, does not name them.
 */
export async function probeQuestions(
  { database, retrieval }: ProbeQuestionsDependencies,
  cases: readonly AcceptedCase[],
  context: CallContext,
): Promise<AccessProbe> {
  const { tenant_id: tenantId } = context.principal
  const stranger: Principal = {
    tenant_id: tenantId,
    object_id: 'footnote-canary-stranger',
    group_ids: [],
    roles: ['Reader'],
    kind: 'system',
  }
  const probed = cases.slice(0, MOST_PROBES)
  let leaks = 0
  for (const { question } of probed) {
    const { passages } = await retrieval.search(
      { query: question, top_k: MAXIMUM_TOP_K },
      { ...context, principal: stranger },
    )
    const found = [...new Set(passages.map(({ document_id }) => document_id))]
    if (found.length === 0) continue
    const mayRead = arrayOverlaps(documents.access, [...accessEntriesOf(stranger)])
    const foreign = await database
      .forTenant(tenantId)
      .select({ id: documents.id })
      .from(documents)
      .where(and(eq(documents.tenantId, tenantId), inArray(documents.id, found), not(mayRead)))
      .limit(1)
    if (foreign.length > 0) leaks += 1
  }
  return { probes: probed.length, leaks }
}

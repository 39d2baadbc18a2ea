import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { evaluationRuns, goldenCases } from '../../platform/database/evaluation-schema.ts'
import { promptActivations, promptVersions } from '../../platform/database/prompt-schema.ts'
import { legalHolds } from '../../platform/database/record-schema.ts'
import { reportSchedules } from '../../platform/database/report-schema.ts'
import {
  accessLists,
  deletions,
  documents,
  documentVersions,
  generations,
  sources,
} from '../../platform/database/schema.ts'
import { apiKeys } from '../../platform/database/sign-in-schema.ts'

/** A column that says who did something to what belongs to the organisation. */
export interface Attribution {
  readonly table: PgTable
  readonly tenant: PgColumn
  readonly column: PgColumn
}

/**
 * Every column that says so. The rows stay when a person is erased, for they are the organisation's; that it was this person
 * does not. A test finds the columns of new tables that are missing here.
 */
export const ATTRIBUTIONS: readonly Attribution[] = [
  { table: documents, tenant: documents.tenantId, column: documents.createdBy },
  { table: documentVersions, tenant: documentVersions.tenantId, column: documentVersions.createdBy },
  { table: deletions, tenant: deletions.tenantId, column: deletions.deletedBy },
  { table: accessLists, tenant: accessLists.tenantId, column: accessLists.updatedBy },
  { table: sources, tenant: sources.tenantId, column: sources.updatedBy },
  { table: apiKeys, tenant: apiKeys.tenantId, column: apiKeys.createdBy },
  { table: promptVersions, tenant: promptVersions.tenantId, column: promptVersions.createdBy },
  { table: promptVersions, tenant: promptVersions.tenantId, column: promptVersions.reviewedBy },
  { table: promptActivations, tenant: promptActivations.tenantId, column: promptActivations.activatedBy },
  { table: goldenCases, tenant: goldenCases.tenantId, column: goldenCases.createdBy },
  { table: goldenCases, tenant: goldenCases.tenantId, column: goldenCases.askedAs },
  { table: goldenCases, tenant: goldenCases.tenantId, column: goldenCases.decidedBy },
  { table: evaluationRuns, tenant: evaluationRuns.tenantId, column: evaluationRuns.requestedBy },
  { table: reportSchedules, tenant: reportSchedules.tenantId, column: reportSchedules.createdBy },
  { table: generations, tenant: generations.tenantId, column: generations.overriddenBy },
  { table: legalHolds, tenant: legalHolds.tenantId, column: legalHolds.placedBy },
  { table: legalHolds, tenant: legalHolds.tenantId, column: legalHolds.liftedBy },
]

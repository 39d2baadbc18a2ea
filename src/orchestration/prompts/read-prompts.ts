import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import { z } from 'zod'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { PromptDiff, PromptPage, PromptSummary, PromptVersion } from '../../contracts/prompts.ts'
import type { Database, Orm } from '../../platform/database/database.ts'
import { promptActivations, promptVersions } from '../../platform/database/prompt-schema.ts'
import { readCursor, writeCursor } from '../../platform/http/page-cursor.ts'
import { lastActivation } from './active-wording.ts'
import { wordingAsSent } from './check-wording.ts'
import { DEFAULT_WORDING } from './default-wording.ts'

export type PromptRow = typeof promptVersions.$inferSelect
type ActivationRow = typeof promptActivations.$inferSelect

/** The default as a row, so that nothing else has to know that it has none. */
const DEFAULT_ROW = {
  number: DEFAULT_WORDING.version,
  text: DEFAULT_WORDING.text,
  note: 'The default of this version of Footnote.',
  createdBy: null,
  createdAt: null,
  reviewedBy: null,
  reviewedAt: null,
} as const
type AnyRow = Omit<PromptRow, 'tenantId'> | typeof DEFAULT_ROW

export interface ListPromptsInput {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** The versions of the wording, newest first, page by page; the default ends the last page. */
export async function listPrompts(
  database: Database,
  { limit, cursor }: ListPromptsInput,
  { principal: { tenant_id: tenantId } }: CallContext,
): Promise<PromptPage> {
  const orm = database.forTenant(tenantId)
  const after = cursor === undefined ? undefined : lt(promptVersions.number, numberOf(cursor))
  const rows: AnyRow[] = await orm
    .select()
    .from(promptVersions)
    .where(and(eq(promptVersions.tenantId, tenantId), after))
    .orderBy(desc(promptVersions.number))
    .limit(limit + 1)
  if (rows.length <= limit) rows.push(DEFAULT_ROW)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    active: (await lastActivation(orm, tenantId)).version,
    prompts: await summariesOf(orm, tenantId, shown),
    next_cursor: rows.length > limit && last?.createdAt ? writeCursor(last.createdAt, String(last.number)) : null,
  }
}

function numberOf(cursor: string): number {
  return Number(readCursor(cursor, z.string().regex(/^\d{1,10}$/)).id)
}

/** One version with its text. Throws `not-found`. */
export async function getPrompt(
  database: Database,
  number: number,
  { principal: { tenant_id: tenantId } }: CallContext,
): Promise<PromptVersion> {
  const orm = database.forTenant(tenantId)
  const row = await promptRow(orm, tenantId, number)
  const [summary] = await summariesOf(orm, tenantId, [row])
  if (summary === undefined) throw new Error('a row without its summary')
  return { ...summary, text: row.text, as_sent: wordingAsSent(row.text) }
}

/** How a version differs from another one, from the active one when none is named. Throws `not-found`. */
export async function diffPrompts(
  database: Database,
  { number, against }: { readonly number: number; readonly against?: number | undefined },
  { principal: { tenant_id: tenantId } }: CallContext,
): Promise<PromptDiff> {
  const orm = database.forTenant(tenantId)
  const from = await promptRow(orm, tenantId, against ?? (await lastActivation(orm, tenantId)).version)
  const to = await promptRow(orm, tenantId, number)
  const names = [`version ${from.number}`, `version ${to.number}`] as const
  const patch =
    from.text === to.text
      ? ''
      : createTwoFilesPatch(...names, `${from.text}\n`, `${to.text}\n`, undefined, undefined, {
          context: 3,
          headerOptions: FILE_HEADERS_ONLY,
        })
  return { from: from.number, to: to.number, lines: patch.split('\n').filter((line) => line !== '') }
}

/** Throws `not-found`. */
export async function promptRow(orm: Orm, tenantId: string, number: number): Promise<AnyRow> {
  if (number === DEFAULT_ROW.number) return DEFAULT_ROW
  const [row] = await orm.select().from(promptVersions).where(promptIs(tenantId, number))
  if (row === undefined) throw problem('not-found', 'There is no version with this number; list them to see which are.')
  return row
}

/** The condition that a row is this version. */
export function promptIs(tenantId: string, number: number) {
  return and(eq(promptVersions.tenantId, tenantId), eq(promptVersions.number, number))
}

async function summariesOf(orm: Orm, tenantId: string, rows: readonly AnyRow[]): Promise<PromptSummary[]> {
  const { version: active } = await lastActivation(orm, tenantId)
  const numbers = rows.map(({ number }) => number)
  const activations = await orm
    .selectDistinctOn([promptActivations.version])
    .from(promptActivations)
    .where(and(eq(promptActivations.tenantId, tenantId), inArray(promptActivations.version, numbers)))
    .orderBy(promptActivations.version, desc(promptActivations.sequence))
  return rows.map((row) =>
    summaryOf(
      row,
      active,
      activations.find(({ version }) => version === row.number),
    ),
  )
}

function summaryOf(row: AnyRow, active: number, activation: ActivationRow | undefined): PromptSummary {
  return {
    version: row.number,
    state: stateOf(row, active, activation),
    note: row.note,
    created_by: row.createdBy,
    created_at: row.createdAt?.toISOString() ?? null,
    reviewed_by: row.reviewedBy,
    reviewed_at: row.reviewedAt?.toISOString() ?? null,
    self_reviewed: row.reviewedBy !== null && row.reviewedBy === row.createdBy,
    activated_by: activation?.activatedBy ?? null,
    activated_at: activation?.activatedAt.toISOString() ?? null,
    comparison: activation?.comparison ? [...activation.comparison] : null,
    override_reason: activation?.overrideReason ?? null,
  }
}

function stateOf({ number, reviewedAt }: AnyRow, active: number, activation?: ActivationRow): PromptSummary['state'] {
  if (number === active) return 'active'
  // The default was what answers were written with before anything else was.
  if (activation !== undefined || number === DEFAULT_ROW.number) return 'retired'
  return reviewedAt === null ? 'draft' : 'reviewed'
}

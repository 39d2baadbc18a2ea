import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { GoldenInput } from '../../contracts/golden-cases.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { goldenCases, goldenEvidence } from '../../platform/database/evaluation-schema.ts'
import { caseRow } from './read-cases.ts'
import { type Label, resolveEvidence } from './resolve-evidence.ts'

/** What a golden question is made of, its labels bound to words already. */
export interface NewCase {
  readonly question: string
  readonly truth: readonly string[]
  readonly labels: readonly Label[]
  readonly origin: (typeof goldenCases.$inferInsert)['origin']
  readonly answerId?: string
}

/** Write a golden question by hand: whoever does has looked at it, so it is accepted. Throws `not-allowed-now` when it is there already, and like `resolveEvidence`. */
export async function createCase(database: Database, input: GoldenInput, context: CallContext): Promise<string> {
  return database.forTenant(context.principal.tenant_id).transaction(async (tx) => {
    const labels = await labelsOf(tx, input, context)
    const id = await insertCase(tx, { ...input, labels, origin: 'hand' }, 'accepted', context)
    if (id === null) throw problem('not-allowed-now', 'This question is in the set already; change that one.')
    await noteChange(tx, id, 'accepted', context)
    return id
  })
}

/** Give a golden question other truth and evidence, or other words. Throws like `getCase` and `createCase`. */
export async function replaceCase(
  database: Database,
  { id, ...input }: GoldenInput & { readonly id: string },
  context: CallContext,
): Promise<void> {
  const { tenant_id: tenantId } = context.principal
  await database.forTenant(tenantId).transaction(async (tx) => {
    await caseRow(tx, id, context)
    const same = and(eq(goldenCases.tenantId, tenantId), isQuestion(input.question))
    const [other] = await tx.select({ id: goldenCases.id }).from(goldenCases).where(same)
    if (other !== undefined && other.id !== id)
      throw problem('not-allowed-now', 'Another golden question has these words; change that one.')
    await overwrite(tx, id, input, context)
  })
}

/**
 * Take a golden question from a file: one that is there gets its truth and evidence, and is accepted. Returns what was done.
 * Throws like `resolveEvidence`, and `not-found` for one that rests on documents that the caller may not read.
 */
export async function importCase(
  database: Database,
  input: GoldenInput,
  context: CallContext,
): Promise<'created' | 'replaced'> {
  const { tenant_id: tenantId } = context.principal
  return database.forTenant(tenantId).transaction(async (tx) => {
    const labels = await labelsOf(tx, input, context)
    const created = await insertCase(tx, { ...input, labels, origin: 'hand' }, 'accepted', context)
    if (created !== null) {
      await noteChange(tx, created, 'accepted', context)
      return 'created'
    }
    const same = and(eq(goldenCases.tenantId, tenantId), isQuestion(input.question))
    const [row] = await tx.select({ id: goldenCases.id }).from(goldenCases).where(same)
    if (row === undefined) throw problem('not-allowed-now', 'It was removed at this moment; import it again.')
    await caseRow(tx, row.id, context)
    await overwrite(tx, row.id, input, context)
    return 'replaced'
  })
}

/** Accept or refuse a golden question. Throws like `getCase`. */
export async function decideCase(
  database: Database,
  { id, state }: { readonly id: string; readonly state: 'accepted' | 'refused' },
  context: CallContext,
): Promise<void> {
  const { tenant_id: tenantId } = context.principal
  await database.forTenant(tenantId).transaction(async (tx) => {
    await caseRow(tx, id, context)
    await tx
      .update(goldenCases)
      .set({ state, ...decided(context) })
      .where(and(eq(goldenCases.tenantId, tenantId), eq(goldenCases.id, id)))
    await noteChange(tx, id, state, context)
  })
}

/** Remove a golden question; succeeds when there is none that the caller may see. */
export async function removeCase(database: Database, id: string, context: CallContext): Promise<void> {
  const { tenant_id: tenantId } = context.principal
  await database.forTenant(tenantId).transaction(async (tx) => {
    const row = await caseRow(tx, id, context).catch(() => null)
    if (row === null) return
    await tx.delete(goldenCases).where(and(eq(goldenCases.tenantId, tenantId), eq(goldenCases.id, id)))
    await noteAct(tx, context, { kind: 'golden-case-removed', object: `golden-case:${id}` })
  })
}

function noteChange(tx: Transaction, id: string, state: string, context: CallContext): Promise<void> {
  return noteAct(tx, context, { kind: 'golden-case-changed', object: `golden-case:${id}`, detail: { state } })
}

/** Write a golden question with its labels. Returns its id, or null when the question is there already, in whatever state. */
export async function insertCase(
  tx: Transaction,
  { question, truth, labels, origin, answerId }: NewCase,
  state: 'proposed' | 'accepted',
  context: CallContext,
): Promise<string | null> {
  const { tenant_id: tenantId, object_id: by } = context.principal
  const created = { createdBy: by, createdAt: new Date(context.clock.now()), askedAs: by }
  const row = { tenantId, id: randomUUID(), question, truth: [...truth], state, origin, answerId: answerId ?? null }
  const written = await tx
    .insert(goldenCases)
    .values({ ...row, ...created, ...(state === 'accepted' ? decided(context) : {}) })
    .onConflictDoNothing()
    .returning({ id: goldenCases.id })
  if (written.length === 0) return null
  await insertLabels(tx, tenantId, row.id, labels)
  return row.id
}

async function overwrite(tx: Transaction, id: string, input: GoldenInput, context: CallContext): Promise<void> {
  const { tenant_id: tenantId, object_id: askedAs } = context.principal
  const labels = await labelsOf(tx, input, context)
  const given = { question: input.question, truth: [...input.truth], state: 'accepted' as const, askedAs }
  await tx
    .update(goldenCases)
    .set({ ...given, ...decided(context) })
    .where(and(eq(goldenCases.tenantId, tenantId), eq(goldenCases.id, id)))
  await tx.delete(goldenEvidence).where(and(eq(goldenEvidence.tenantId, tenantId), eq(goldenEvidence.caseId, id)))
  await insertLabels(tx, tenantId, id, labels)
  await noteChange(tx, id, 'accepted', context)
}

async function labelsOf(tx: Transaction, { evidence }: GoldenInput, { principal }: CallContext): Promise<Label[]> {
  const labels: Label[] = []
  for (const given of evidence) labels.push(...(await resolveEvidence(tx, given, principal)))
  return labels
}

async function insertLabels(
  tx: Transaction,
  tenantId: string,
  caseId: string,
  labels: readonly Label[],
): Promise<void> {
  if (labels.length === 0) return
  const rows = labels.map((label) => ({ tenantId, caseId, ...label }))
  await tx.insert(goldenEvidence).values(rows).onConflictDoNothing()
}

function decided({ principal, clock }: CallContext) {
  return { decidedBy: principal.object_id, decidedAt: new Date(clock.now()) }
}

function isQuestion(question: string) {
  return and(sql`md5(${goldenCases.question}) = md5(${question})`, eq(goldenCases.question, question))
}

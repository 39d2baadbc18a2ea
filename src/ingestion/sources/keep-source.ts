import { and, asc, eq, gt, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import { hasRole, type Principal } from '../../contracts/principal.ts'
import {
  RESERVED_SOURCES,
  type Source,
  type SourceItemPage,
  SourceKind,
  type SourceReport,
} from '../../contracts/sources.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database } from '../../platform/database/database.ts'
import { documents, sources } from '../../platform/database/schema.ts'

type SourceRow = typeof sources.$inferSelect

interface PageInput {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** The sources one keeps, or as an administrator all of them, by name. */
export async function listSources(
  database: Database,
  { limit, cursor }: PageInput,
  { principal }: CallContext,
): Promise<{ readonly sources: Source[]; readonly next_cursor: string | null }> {
  const later = cursor === undefined ? undefined : gt(sources.name, cursor)
  const rows = await database
    .forTenant(principal.tenant_id)
    .select({ row: sources, documents: documentsOf(sources.name) })
    .from(sources)
    .where(and(keptBy(principal), later))
    .orderBy(asc(sources.name))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const next_cursor = rows.length > limit ? (shown.at(-1)?.row.name ?? null) : null
  return { sources: shown.map(({ row, documents: count }) => sourceOf(row, count)), next_cursor }
}

/** One source. Throws `not-found` for one that does not exist or that somebody else keeps. */
export async function getSource(database: Database, name: string, { principal }: CallContext): Promise<Source> {
  const [found] = await database
    .forTenant(principal.tenant_id)
    .select({ row: sources, documents: documentsOf(sources.name) })
    .from(sources)
    .where(and(keptBy(principal), eq(sources.name, name)))
  if (found === undefined) throw noSuchSource()
  return sourceOf(found.row, found.documents)
}

/** Note how a source stands; a new name begins a new source. Throws `not-found` for a name under which somebody else keeps one. */
export async function reportSource(
  database: Database,
  name: string,
  report: SourceReport,
  context: CallContext,
): Promise<Source> {
  if (RESERVED_SOURCES.has(name))
    throw problem('invalid-request', `"${name}" is what documents without a source have; choose another name.`)
  const { principal, clock } = context
  const now = new Date(clock.now())
  const { cursor, ...said } = report
  const values = {
    ...said,
    updatedAt: now,
    ...(cursor === undefined ? {} : { cursor }),
    ...(report.state === 'syncing' ? { startedAt: now, finishedAt: null } : { finishedAt: now }),
  }
  await requireUnclaimed(database, name, principal)
  const written = await database
    .forTenant(principal.tenant_id)
    .insert(sources)
    .values({ tenantId: principal.tenant_id, name, updatedBy: principal.object_id, ...values })
    .onConflictDoUpdate({ target: [sources.tenantId, sources.name], set: values, setWhere: keptBy(principal) })
    .returning({ name: sources.name })
  if (written.length === 0) throw noSuchSource()
  return getSource(database, name, context)
}

/**
 * Keeping a source gives power over its documents: a name under which others have added some cannot be taken, but by an
 * administrator.
 */
async function requireUnclaimed(database: Database, name: string, principal: Principal): Promise<void> {
  if (hasRole(principal, 'Admin')) return
  const ofOthers = and(
    eq(documents.tenantId, principal.tenant_id),
    eq(documents.source, name),
    isNull(documents.deletedAt),
    ne(documents.createdBy, principal.object_id),
  )
  const orm = database.forTenant(principal.tenant_id)
  const [found] = await orm.select({ id: documents.id }).from(documents).where(ofOthers).limit(1)
  if (found !== undefined) throw noSuchSource()
}

/** Forget that a source is kept; its documents stay. */
export async function forgetSource(database: Database, name: string, context: CallContext): Promise<void> {
  const { principal } = context
  await database.forTenant(principal.tenant_id).transaction(async (tx) => {
    const deleted = await tx
      .delete(sources)
      .where(and(keptBy(principal), eq(sources.name, name)))
      .returning({ name: sources.name })
    if (deleted.length === 0) throw noSuchSource()
    await noteAct(tx, context, { kind: 'source-forgotten', object: `source:${name}` })
  })
}

/**
 * The documents of a source, as much of each as it takes to know what is new. Whoever keeps the source is told of all of
 * them, also of those whose access list does not name them, and of those that somebody deleted here: they come back only when
 * their source has another state of them.
 */
export async function listItems(
  database: Database,
  name: string,
  { limit, cursor }: PageInput,
  context: CallContext,
): Promise<SourceItemPage> {
  await getSource(database, name, context)
  const later = cursor === undefined ? undefined : gt(documents.externalId, cursor)
  const tenantId = context.principal.tenant_id
  const isKept = or(isNull(documents.deletedAt), isNotNull(documents.fingerprint))
  const rows = await database
    .forTenant(tenantId)
    .select({ external_id: documents.externalId, fingerprint: documents.fingerprint, document_id: documents.id })
    .from(documents)
    .where(and(eq(documents.tenantId, tenantId), eq(documents.source, name), isKept, later))
    .orderBy(asc(documents.externalId))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, next_cursor: rows.length > limit ? (items.at(-1)?.external_id ?? null) : null }
}

/** The condition that selects the sources a principal may see and change. */
function keptBy(principal: Principal): SQL {
  const ofTenant = eq(sources.tenantId, principal.tenant_id)
  if (hasRole(principal, 'Admin')) return ofTenant
  return sql`(${ofTenant} and ${eq(sources.updatedBy, principal.object_id)})`
}

function documentsOf(name: typeof sources.name) {
  return sql<number>`(select count(*)::int from ${documents} where ${documents.tenantId} = ${sources.tenantId}
    and ${documents.source} = ${name} and ${documents.deletedAt} is null)`
}

function sourceOf(
  { name, kind, location, state, detail, counts, cursor, updatedBy, ...times }: SourceRow,
  count: number,
): Source {
  return {
    name,
    kind: SourceKind.parse(kind),
    location,
    state,
    detail,
    counts,
    cursor,
    documents: count,
    started_at: times.startedAt?.toISOString() ?? null,
    finished_at: times.finishedAt?.toISOString() ?? null,
    kept_by: updatedBy,
  }
}

function noSuchSource(): Error {
  return problem(
    'not-found',
    'There is no source with this name that you keep; choose another name, or ask an administrator.',
  )
}

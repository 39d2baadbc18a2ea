import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import { assertNever } from '../../contracts/assert-never.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { usageEvents, usageMarks, usageRollups } from '../../platform/database/usage-schema.ts'
import { endOf, type Grain, startOf } from '../../platform/usage-events/grains.ts'
import { DIMENSIONS, foldEvents, foldRollups, type Rollup } from './fold-usage.ts'
import { numberAskers } from './number-askers.ts'
import { writeRollups } from './write-rollups.ts'

/** Grains that are marked; quarters are renewed with their hour. */
type MarkedGrain = Exclude<Grain, 'quarter'>

export interface RenewOptions {
  readonly now: Date
  /** How many hours, days and months in all. */
  readonly atMost: number
  /** Days and months too, or hours alone. */
  readonly upTo: 'hours' | 'months'
}

/**
 * Renew roll-ups of a tenant that are out of date, hours first, each in a transaction of its own; returns how many. A day or
 * month that has not ended is left: until then reports add up what it is made of. Stopped at any point, the marks that are
 * left say what remains; two processes take turns.
 */
export async function renewRollups(
  database: Database,
  tenantId: string,
  { now, atMost, upTo }: RenewOptions,
): Promise<number> {
  const ended = { hour: null, day: startOf('day', now), month: startOf('month', now) }
  const grains = upTo === 'hours' ? (['hour'] as const) : (['hour', 'day', 'month'] as const)
  let renewed = 0
  for (const grain of grains)
    while (renewed < atMost && (await renewNext(database, { tenantId, grain, before: ended[grain] }))) renewed += 1
  return renewed
}

interface Next {
  readonly tenantId: string
  readonly grain: MarkedGrain
  /** Only what begins before this. */
  readonly before: Date | null
}

/** Renew the oldest roll-up of a grain that is out of date; false when there is none. */
async function renewNext(database: Database, { tenantId, grain, before }: Next): Promise<boolean> {
  return database.forTenant(tenantId).transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`usage:${tenantId}`}, 0))`)
    const ofGrain = and(eq(usageMarks.tenantId, tenantId), eq(usageMarks.grain, grain))
    const [oldest] = await tx
      .select({ start: usageMarks.start })
      .from(usageMarks)
      .where(and(ofGrain, before === null ? undefined : lt(usageMarks.start, before)))
      .orderBy(asc(usageMarks.start))
      .limit(1)
    if (oldest === undefined) return false
    const { start } = oldest
    // Read before what they are about: what is written in between leaves a mark that is not among these.
    const marks = await tx
      .select({ id: usageMarks.id })
      .from(usageMarks)
      .where(and(ofGrain, eq(usageMarks.start, start)))
    await replace(tx, { tenantId, grain, start })
    const ids = marks.map(({ id }) => id)
    await tx.delete(usageMarks).where(and(eq(usageMarks.tenantId, tenantId), inArray(usageMarks.id, ids)))
    if (grain !== 'month') await markLonger(tx, { tenantId, grain: grain === 'hour' ? 'day' : 'month', start })
    return true
  })
}

interface Place {
  readonly tenantId: string
  readonly grain: MarkedGrain
  readonly start: Date
}

async function replace(tx: Transaction, { tenantId, grain, start }: Place): Promise<void> {
  const end = endOf(grain, start)
  const rollups = await computeRollups(tx, { tenantId, grain, start })
  const grains = grain === 'hour' ? (['quarter', 'hour'] as const) : [grain]
  for (const replaced of grains) await tx.delete(usageRollups).where(rollupsWithin(tenantId, replaced, { start, end }))
  await writeRollups(tx, tenantId, rollups)
}

/**
 * The roll-ups of one grain in a period. Of several grains at once a planner without statistics, as of the embedded database
 * in its first days, walks through an index of everything there is.
 */
function rollupsWithin(tenantId: string, grain: Grain, { start, end }: { readonly start: Date; readonly end: Date }) {
  return and(
    eq(usageRollups.tenantId, tenantId),
    inArray(usageRollups.dimension, [...DIMENSIONS]),
    eq(usageRollups.grain, grain),
    gte(usageRollups.start, start),
    lt(usageRollups.start, end),
  )
}

async function computeRollups(tx: Transaction, { tenantId, grain, start }: Place): Promise<readonly Rollup[]> {
  const end = endOf(grain, start)
  switch (grain) {
    case 'hour': {
      const within = and(gte(usageEvents.at, start), lt(usageEvents.at, end))
      const events = await tx
        .select()
        .from(usageEvents)
        .where(and(eq(usageEvents.tenantId, tenantId), within))
      const askers = events.map(({ objectId }) => objectId)
      return foldEvents(events, ['quarter', 'hour'], await numberAskers(tx, tenantId, askers))
    }
    case 'day':
      return foldRollups(await readRollups(tx, { tenantId, grain: 'hour', start, end }), 'day')
    case 'month':
      return foldRollups(await readRollups(tx, { tenantId, grain: 'day', start, end }), 'month')
    default:
      return assertNever(grain)
  }
}

async function readRollups(tx: Transaction, { tenantId, grain, start, end }: Place & { readonly end: Date }) {
  const rows = await tx
    .select()
    .from(usageRollups)
    .where(rollupsWithin(tenantId, grain, { start, end }))
  return rows.map(({ dimension, start: at, subject, askers, ...sums }) => ({
    dimension,
    start: at,
    subject,
    askers,
    sums,
  }))
}

/** What is longer is out of date now too; one mark is enough. */
async function markLonger(tx: Transaction, { tenantId, grain, start: at }: Place): Promise<void> {
  const start = startOf(grain, at)
  const marked = and(eq(usageMarks.tenantId, tenantId), eq(usageMarks.grain, grain), eq(usageMarks.start, start))
  const there = await tx.select({ id: usageMarks.id }).from(usageMarks).where(marked).limit(1)
  if (there.length === 0) await tx.insert(usageMarks).values({ tenantId, grain, start })
}

import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Database } from '../platform/database/database.ts'
import { usageAskers, usageEvents, usageRollups } from '../platform/database/usage-schema.ts'
import { GRAINS, startOf } from '../platform/usage-events/grains.ts'
import { noteRating, noteUsage, type Rated, type UsageEvent } from '../platform/usage-events/note-usage.ts'
import { foldEvents, type Rollup } from '../reporting/roll-ups/fold-usage.ts'
import { renewRollups } from '../reporting/roll-ups/renew-rollups.ts'

const HOUR_IN_MS = 3_600_000
const A_DAY = Date.parse('2026-01-30T21:00:00Z')
const STEPS = 24

/**
 * Let events of five weeks come in a random order, some of them twice, some rated, some when their day or month was long
 * rolled up, with renewals in between that stop half way. Returns the roll-ups that were made, and those of a full
 * recomputation from the rows, both in one order: equal when all is well.
 */
export async function playUsageOrder(
  database: Database,
  tenantId: string,
  seed: number,
): Promise<{ readonly made: readonly string[]; readonly recomputed: readonly string[] }> {
  const pick = seeded(seed)
  const orm = database.forTenant(tenantId)
  const written: UsageEvent[] = []
  const now = new Date(A_DAY + 70 * 24 * HOUR_IN_MS)
  for (let step = 0; step < STEPS; step++) {
    const again = written[pick(written.length + 1)]
    const kind = pick(6)
    if (kind === 5) await renewRollups(database, tenantId, { now, atMost: 1 + pick(5), upTo: 'months' })
    else if (kind === 4 && again !== undefined) await orm.transaction((tx) => noteUsage(tx, again))
    else if (kind === 3 && again !== undefined)
      await orm.transaction((tx) => noteRating(tx, { tenantId, id: again.id, ...randomRating(pick) }))
    else {
      const event = randomEvent(tenantId, `${seed} ${step}`, pick)
      written.push(event)
      await orm.transaction((tx) => noteUsage(tx, event))
    }
  }
  while ((await renewRollups(database, tenantId, { now, atMost: 100, upTo: 'months' })) > 0);
  const rows = await orm.select().from(usageRollups).where(eq(usageRollups.tenantId, tenantId))
  const events = await orm.select().from(usageEvents).where(eq(usageEvents.tenantId, tenantId))
  const made = rows.map((row) => {
    const { tenantId: _, dimension, grain, start, subject, askers, ...sums } = row
    return lineOf({ dimension, grain, start, subject, askers, sums })
  })
  const people = await orm.select().from(usageAskers).where(eq(usageAskers.tenantId, tenantId))
  const numbers = new Map(people.map(({ objectId, number }) => [objectId, number]))
  const recomputed = foldEvents(events, GRAINS, numbers).map(lineOf)
  return { made: made.toSorted(), recomputed: recomputed.toSorted() }
}

/** One of three opinions. */
function randomRating(pick: (below: number) => number): Pick<Rated, 'rating' | 'reason'> {
  if (pick(3) === 0) return { rating: 'up', reason: null }
  return { rating: 'down', reason: pick(2) === 0 ? 'wrong' : 'bad-source' }
}

/** An event of the five weeks after `A_DAY`; most are in its first hours, so that hours and days have several. */
export function randomEvent(tenantId: string, name: string, pick: (below: number) => number): UsageEvent {
  const hours = pick(3) === 0 ? pick(35 * 24) : pick(6)
  const outcome = (['answered', 'answered', 'abstained', 'failed', 'cancelled'] as const)[pick(5)] ?? 'answered'
  return {
    tenantId,
    id: uuidOf(`${tenantId} ${name}`),
    at: new Date(A_DAY + hours * HOUR_IN_MS + pick(HOUR_IN_MS)),
    objectId: `user-${pick(4)}`,
    groupIds: ['sales', 'legal'].slice(pick(3)),
    collections: outcome === 'answered' ? ['', 'hr', 'it'].slice(pick(3)) : [],
    model: ['extractive', 'model-a'][pick(2)] ?? '',
    outcome,
    reused: pick(5) === 0,
    promptTokens: pick(3_000),
    completionTokens: pick(500),
    costInMicros: pick(100_000),
    durationInMs: 20 + pick(20_000),
    firstTextInMs: pick(3) === 0 ? null : 10 + pick(900),
    confidenceInMille: outcome === 'answered' ? pick(1_001) : null,
    passages: pick(9),
    bestScoreInMille: pick(1_001),
  }
}

/** The same numbers on every run (Numerical Recipes' linear congruential generator). */
export function seeded(seed: number): (below: number) => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function lineOf({ dimension, grain, start, subject, askers, sums }: Rollup): string {
  const flat = Object.entries(sums).flatMap(([name, value]) =>
    typeof value === 'number'
      ? [`${name}=${value}`]
      : [`${name}=${JSON.stringify(Object.entries(value).toSorted(([a], [b]) => Number(a) - Number(b)))}`],
  )
  const who = askers === null ? 'nobody named' : Buffer.from(askers).toString('hex')
  return [dimension, grain, startOf(grain, start).toISOString(), subject, who, ...flat.toSorted()].join(' ')
}

import { and, eq, isNull, lt, ne, or } from 'drizzle-orm'
import type { Database } from '../../platform/database/database.ts'
import { alerts } from '../../platform/database/schema.ts'

const NAME = 'dead-letters'
/** Longer than telling takes at most. A process that dies while it tells leaves it to another after this. */
const CLAIM_IN_MS = 60_000

export interface AlertState {
  readonly raised: boolean
  readonly since: Date
}

type Alerts = Pick<Database, 'system'>

/** Write down whether the alert is raised. True for the one process that changed it, however many look at once. */
export async function recordAlert({ system }: Alerts, { raised, since }: AlertState, told: boolean): Promise<boolean> {
  await system.insert(alerts).values({ name: NAME, raised: false, since, told: true }).onConflictDoNothing()
  const changed = await system
    .update(alerts)
    .set({ raised, since, told, claimedUntil: null })
    .where(and(eq(alerts.name, NAME), ne(alerts.raised, raised)))
    .returning({ name: alerts.name })
  return changed.length > 0
}

/** What has to be told, for the one process that may tell it now. */
export async function claimTelling({ system }: Alerts, now: Date): Promise<AlertState | null> {
  const isFree = or(isNull(alerts.claimedUntil), lt(alerts.claimedUntil, now))
  const [claimed] = await system
    .update(alerts)
    .set({ claimedUntil: new Date(now.getTime() + CLAIM_IN_MS) })
    .where(and(eq(alerts.name, NAME), eq(alerts.told, false), isFree))
    .returning({ raised: alerts.raised, since: alerts.since })
  return claimed ?? null
}

/** It was told, or could not be: nobody tries again, unless it changed meanwhile. */
export async function markTold({ system }: Alerts, { raised, since }: AlertState): Promise<void> {
  const same = and(eq(alerts.name, NAME), eq(alerts.raised, raised), eq(alerts.since, since))
  await system.update(alerts).set({ told: true, claimedUntil: null }).where(same)
}

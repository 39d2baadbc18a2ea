import { randomUUID } from 'node:crypto'
import type { EventOf } from '../contracts/events.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Bus } from '../platform/bus/bus.ts'
import { startOf } from '../platform/usage-events/grains.ts'

/** People in one event: far below the 256 KB that a message may have. */
const MOST_PEOPLE = 500

type RequestsRefused = EventOf<'requests-refused'>
type Refusal = RequestsRefused['refusals'][number]

/** Counts requests that a limit refused, for the reports. */
export interface RefusalCounter {
  /** Count one; nothing is written and nobody waits. */
  readonly count: (principal: Principal, now: number) => void
  /**
   * Tell what was counted since the last time: a row for each person and quarter of an hour, however many requests there were.
   * What could not be told is told the next time.
   */
  readonly flush: () => Promise<void>
}

/** Make the counter of this process. What it has not told is lost when the process is killed. */
export function createRefusalCounter({ publish }: Pick<Bus, 'publish'>): RefusalCounter {
  const tenants = new Map<string, Map<string, Refusal>>()
  return {
    count: ({ tenant_id, object_id }, now) => {
      const start = startOf('quarter', new Date(now)).toISOString()
      const counted = tenants.get(tenant_id) ?? new Map<string, Refusal>()
      tenants.set(tenant_id, counted)
      const key = keyOf({ object_id, start })
      counted.set(key, { object_id, start, refused: (counted.get(key)?.refused ?? 0) + 1 })
    },
    flush: async () => {
      for (const [tenant_id, counted] of tenants)
        for (const refusals of pagesOf([...counted.values()])) {
          await publish('requests-refused', { version: 1, tenant_id, batch: randomUUID(), refusals })
          for (const told of refusals) subtract(counted, told)
        }
    },
  }
}

/** What came while it was told stays. */
function subtract(counted: Map<string, Refusal>, told: Refusal): void {
  const refused = (counted.get(keyOf(told))?.refused ?? 0) - told.refused
  if (refused > 0) counted.set(keyOf(told), { ...told, refused })
  else counted.delete(keyOf(told))
}

function keyOf({ object_id, start }: Pick<Refusal, 'object_id' | 'start'>): string {
  return `${start} ${object_id}`
}

function pagesOf(refusals: Refusal[]): Refusal[][] {
  const pages: Refusal[][] = []
  for (let first = 0; first < refusals.length; first += MOST_PEOPLE)
    pages.push(refusals.slice(first, first + MOST_PEOPLE))
  return pages
}

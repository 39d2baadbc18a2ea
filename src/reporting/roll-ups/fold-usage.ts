import type { Grain } from '../../platform/usage-events/grains.ts'
import { startOf } from '../../platform/usage-events/grains.ts'
import { addTo, noSums, type RunningSums, type Sums, sumsOf, type UsageEventRow } from './measures.ts'

export const DIMENSIONS = ['all', 'user', 'group', 'collection', 'model'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** Sums of one subject in one quarter, hour, day or month. */
export interface Rollup {
  readonly dimension: Dimension
  readonly grain: Grain
  readonly start: Date
  readonly subject: string
  readonly sums: Sums
}

/** The roll-ups of one grain over these questions, which each count once. */
export function foldEvents(events: readonly UsageEventRow[], grain: Grain): readonly Rollup[] {
  const unique = [...new Map(events.map((event) => [event.id, event])).values()]
  return fold(
    unique.flatMap((event) => {
      const sums = sumsOf(event)
      return subjectsOf(event).map(([dimension, subject]) => ({ dimension, subject, sums, start: event.at }))
    }),
    grain,
  )
}

/** The roll-ups of a longer grain over those of a shorter one. */
export function foldRollups(parts: readonly Omit<Rollup, 'grain'>[], grain: Grain): readonly Rollup[] {
  return fold(parts, grain)
}

/** What a question counts for: a group for each group of the asker, a collection for each that the answer cites. */
function subjectsOf(event: UsageEventRow): readonly (readonly [Dimension, string])[] {
  return [
    ['all', ''],
    ['user', event.objectId],
    ['model', event.model],
    ...event.groupIds.map((group) => ['group', group] as const),
    ...event.collections.map((collection) => ['collection', collection] as const),
  ]
}

function fold(parts: readonly Omit<Rollup, 'grain'>[], grain: Grain): readonly Rollup[] {
  const rollups = new Map<string, Rollup & { readonly sums: RunningSums }>()
  for (const { dimension, subject, sums, start: at } of parts) {
    const start = startOf(grain, at)
    const key = `${dimension} ${start.getTime()} ${subject}`
    const rollup = rollups.get(key) ?? { dimension, grain, start, subject, sums: noSums() }
    addTo(rollup.sums, sums)
    rollups.set(key, rollup)
  }
  return [...rollups.values()]
}

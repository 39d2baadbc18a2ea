import type { Grain } from '../../platform/usage-events/grains.ts'
import { startOf } from '../../platform/usage-events/grains.ts'
import { type Askers, askerOf, unite } from './askers.ts'
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
  /** Who asked, of the dimension "all"; null in the others. */
  readonly askers: Askers | null
}

type Part = Omit<Rollup, 'grain'>

/** The roll-ups of these grains over these questions, which each count once. `numbers` has everybody who asked them. */
export function foldEvents(
  events: readonly UsageEventRow[],
  grains: readonly Grain[],
  numbers: ReadonlyMap<string, number>,
): readonly Rollup[] {
  const unique = [...new Map(events.map((event) => [event.id, event])).values()]
  const parts = unique.flatMap((event) => partsOf(event, numbers))
  return grains.flatMap((grain) =>
    foldRollups(
      parts.filter(({ dimension }) => isKept(dimension, grain)),
      grain,
    ),
  )
}

/** The roll-ups of a longer grain over those of a shorter one. */
export function foldRollups(parts: readonly Part[], grain: Grain): readonly Rollup[] {
  const rollups = new Map<string, Rollup & { readonly sums: RunningSums; askers: Askers | null }>()
  for (const { dimension, subject, sums, askers, start: at } of parts) {
    const start = startOf(grain, at)
    const key = `${dimension} ${start.getTime()} ${subject}`
    const rollup = rollups.get(key) ?? { dimension, grain, start, subject, sums: noSums(), askers: null }
    addTo(rollup.sums, sums)
    if (askers !== null) rollup.askers = rollup.askers === null ? askers : unite(rollup.askers, askers)
    rollups.set(key, rollup)
  }
  return [...rollups.values()]
}

/** Quarters of people would be as many as their questions: reports read these instead. */
function isKept(dimension: Dimension, grain: Grain): boolean {
  return dimension !== 'user' || grain !== 'quarter'
}

/** What a question counts for: a group for each group of the asker, a collection for each that the answer cites. */
function partsOf(event: UsageEventRow, numbers: ReadonlyMap<string, number>): readonly Part[] {
  const number = numbers.get(event.objectId)
  if (number === undefined) throw new Error('a question of somebody without a number')
  const sums = sumsOf(event)
  const part = (dimension: Dimension, subject: string, askers: Askers | null = null): Part => {
    return { dimension, subject, sums, askers, start: event.at }
  }
  return [
    part('all', '', askerOf(number)),
    part('user', event.objectId),
    part('model', event.model),
    ...event.groupIds.map((group) => part('group', group)),
    ...event.collections.map((collection) => part('collection', collection)),
  ]
}

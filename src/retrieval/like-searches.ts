import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Hits } from './find-candidates.ts'
import { similarityOf } from './like-question.ts'

/** From here on two questions with the same telling words ask for the same (measured: docs/decisions). */
const LEAST_SIMILARITY = 0.97
const LIFETIME_IN_MS = 60 * 60_000
/** Of all tenants together; one takes about 50 kB. */
const MOST_SEARCHES = 500
/** Each is compared with every question of the same rights and filters. */
const MOST_PER_PLACE = 20

/** Everything besides the question that decides what is found. Both epochs are part of it: a change ends all reuse at once. */
export interface ReuseScope {
  readonly tenantId: string
  /** See `principalSetOf`. */
  readonly principalSet: string
  readonly epochs: string
  readonly generation: string
}

/** One search as it is compared with others. */
export interface AskedSearch {
  readonly vector: Float32Array
  /** See `tellingWords`. */
  readonly telling: string
  /** What must be equal besides: filters, language, phrases, added words. */
  readonly fields: readonly string[]
}

/** The searches of those with the same rights, in one state of the library. */
export interface SearchReuse {
  /** What an earlier search for a like question found; null when there is none. */
  readonly find: (asked: AskedSearch) => Hits | null
  readonly keep: (asked: AskedSearch, hits: Hits) => void
}

/** The searches of the last hour of this process. What they found are candidates: the registry decides anew what may be shown. */
export interface LikeSearches {
  /** `now` in milliseconds since the Unix epoch. */
  readonly within: (scope: ReuseScope, now: number) => SearchReuse
}

interface Kept extends Omit<AskedSearch, 'fields'> {
  readonly hits: Hits
  readonly at: number
}

/** Make an empty memory of searches. */
export function createLikeSearches(): LikeSearches {
  const places = new LRUCache<string, readonly Kept[]>({
    maxSize: MOST_SEARCHES,
    sizeCalculation: (kept) => kept.length,
  })
  return {
    within: ({ tenantId, principalSet, epochs, generation }, now) => {
      // A list as JSON is read in one way only, as fields with their lengths are.
      const placeOf = ({ fields }: AskedSearch) =>
        hash('sha256', JSON.stringify([tenantId, principalSet, epochs, generation, fields]), 'hex')
      const freshAt = (place: string) => (places.get(place) ?? []).filter(({ at }) => now - at < LIFETIME_IN_MS)
      return {
        find: (asked) => {
          const like = freshAt(placeOf(asked)).find(
            ({ telling, vector }) =>
              telling === asked.telling && similarityOf(vector, asked.vector) >= LEAST_SIMILARITY,
          )
          return like?.hits ?? null
        },
        keep: (asked, hits) => {
          const { vector, telling } = asked
          const place = placeOf(asked)
          places.set(place, [{ vector, telling, hits, at: now }, ...freshAt(place)].slice(0, MOST_PER_PLACE))
        },
      }
    },
  }
}

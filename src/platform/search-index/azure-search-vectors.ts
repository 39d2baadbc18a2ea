import { askService } from './azure-search-failures.ts'
import { isAnyOf } from './azure-search-filter.ts'
import type { OpenIndex } from './azure-search-indexes.ts'
import { keyOf, passageIdOf } from './azure-search-names.ts'

/** A reply with so many vectors of 3,072 numbers stays below 10 MB. */
const VECTORS_PER_REQUEST = 200

/** The vectors of the passages that an index holds; none of an index that was made when vectors could not be read. */
export async function vectorsIn(
  { client, hasReadableVectors }: OpenIndex,
  passageIds: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Float32Array>> {
  const found = new Map<string, Float32Array>()
  if (!hasReadableVectors) return found
  for (let start = 0; start < passageIds.length; start += VECTORS_PER_REQUEST) {
    const keys = passageIds.slice(start, start + VECTORS_PER_REQUEST).map(keyOf)
    await askService(signal, async (abortSignal) => {
      const select = ['id', 'embedding'] as const
      const options = { filter: isAnyOf('id', keys), select, top: VECTORS_PER_REQUEST, abortSignal }
      const { results } = await client.search('*', options)
      for await (const { document } of results)
        found.set(passageIdOf(document.id), Float32Array.from(document.embedding))
    })
  }
  return found
}

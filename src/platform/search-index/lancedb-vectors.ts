import type { Table } from '@lancedb/lancedb'
import { isOneOf } from './lancedb-filter.ts'

/** Ids in one condition. */
const IDS_PER_QUERY = 500

/** The vectors of the passages that a table holds, as they were written. */
export async function vectorsIn(
  table: Table,
  passageIds: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Float32Array>> {
  const found = new Map<string, Float32Array>()
  for (let start = 0; start < passageIds.length; start += IDS_PER_QUERY) {
    signal.throwIfAborted()
    const among = isOneOf('passage_id', passageIds.slice(start, start + IDS_PER_QUERY))
    for await (const batch of table.query().where(among).select(['passage_id', 'vector'])) {
      const [ids, vectors] = [batch.getChild('passage_id'), batch.getChild('vector')]
      // Copied: what Arrow gives is a view into the whole batch, which would be kept as long as one of its vectors.
      for (let row = 0; row < batch.numRows; row++)
        found.set(String(ids?.get(row)), Float32Array.from(vectors?.get(row)?.toArray() as Float32Array))
    }
  }
  return found
}

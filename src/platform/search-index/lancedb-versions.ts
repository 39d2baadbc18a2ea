import type { Table } from '@lancedb/lancedb'
import { isOneOf, textLiteral } from './lancedb-filter.ts'
import type { IndexedVersion } from './search-index.ts'

/**
 * The versions that a table holds passages of, in the order of their ids. LanceDB cannot group, so that passages are counted
 * here; each page reads the two columns of all later versions once and keeps at most twice its size. Between two pages
 * as much time may pass as their reader likes; each finds the table anew.
 */
export async function* versionsIn(
  findTable: () => Promise<Table | null>,
  only: readonly string[] | undefined,
  versionsPerPage: number,
  signal: AbortSignal,
): AsyncGenerator<IndexedVersion> {
  const among = only === undefined ? [] : [isOneOf('version_id', only)]
  for (let after: string | null = null; ; ) {
    const later: readonly string[] = after === null ? [] : [`version_id > ${textLiteral(after)}`]
    const table = await findTable()
    if (table === null) return
    const page = await firstVersions(table, [...among, ...later].join(' AND '), versionsPerPage, signal)
    yield* page
    const last: IndexedVersion | undefined = page.at(-1)
    if (last === undefined || page.length < versionsPerPage) return
    after = last.versionId
  }
}

async function firstVersions(
  table: Table,
  condition: string,
  most: number,
  signal: AbortSignal,
): Promise<readonly IndexedVersion[]> {
  const query = table.query().select(['version_id', 'document_id'])
  let counted = new Map<string, IndexedVersion>()
  let bound: string | null = null
  for await (const batch of condition === '' ? query : query.where(condition)) {
    signal.throwIfAborted()
    const [versions, documents] = [batch.getChild('version_id'), batch.getChild('document_id')]
    for (let row = 0; row < batch.numRows; row++) {
      const versionId = String(versions?.get(row))
      if (bound !== null && versionId > bound) continue
      const passages = (counted.get(versionId)?.passages ?? 0) + 1
      counted.set(versionId, { versionId, documentId: String(documents?.get(row)), passages })
    }
    if (counted.size <= 2 * most) continue
    const kept = inOrder(counted).slice(0, most)
    bound = kept.at(-1)?.versionId ?? null
    counted = new Map(kept.map((version) => [version.versionId, version]))
  }
  return inOrder(counted).slice(0, most)
}

function inOrder(counted: ReadonlyMap<string, IndexedVersion>): readonly IndexedVersion[] {
  return [...counted.values()].sort((a, b) => (a.versionId < b.versionId ? -1 : 1))
}

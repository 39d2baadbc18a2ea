import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Table } from '@lancedb/lancedb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { rowsOf } from './lancedb-rows.ts'
import { openPartitionTables } from './lancedb-tables.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lancedb-tables-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

const partition = { tenantId: 'acme', generation: 'one' }

async function addRows(table: Table, from: number, count: number): Promise<void> {
  const entries = Array.from({ length: count }, (_, n) => ({
    passageId: `passage ${from + n}`,
    documentId: 'document',
    versionId: 'version',
    access: ['everyone'],
    collection: null,
    mediaType: 'text/plain',
    updatedAt: 0,
    terms: ['plan', `word${n}`],
    vector: Float32Array.of(1, 0),
  }))
  await table.add(rowsOf(entries, 2))
}

describe('open tables', () => {
  it('are opened anew once enough of their indexes were replaced, and the old ones are closed', async () => {
    const rules = { mostReindexedRows: 150, graceInMs: 0 }
    const tables = await openPartitionTables(() => connect(folder, { readConsistencyInterval: 0 }), rules)
    const first = await tables.findOrCreate(partition, 2)
    const other = await (await connect(folder)).openTable(first.name)
    const foldApart = async (from: number) => {
      await addRows(other, from, 100)
      await other.optimize()
    }
    await foldApart(0)
    await tables.renewWhenDue()
    await tables.renewWhenDue()
    expect(await tables.find(partition)).toBe(first)
    await foldApart(100)
    await tables.renewWhenDue()
    const second = await tables.find(partition)
    expect(second).not.toBe(first)
    expect(await second?.countRows()).toBe(200)
    await vi.waitFor(() => expect(first.isOpen()).toBe(false))
    await tables.renewWhenDue()
    expect(await tables.find(partition)).toBe(second)
    tables.close()
  })
})

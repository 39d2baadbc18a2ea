import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import { expect, it } from 'vitest'
import { createLanceTermStatistics } from './lancedb-term-statistics.ts'

it('keeps the counts of many tenants, so that their searches do not count anew in turns', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'term-statistics-'))
  const connection = await connect(folder)
  try {
    const statistics = createLanceTermStatistics()
    const names = Array.from({ length: 60 }, (_, n) => `tenant-${n}`)
    for (const name of names) {
      const table = await connection.createTable(name, [{ terms: `plan ${name}` }])
      expect(await statistics.read(name, table, ['plan'])).toEqual({ passages: 1, frequencies: new Map([['plan', 1]]) })
    }
    expect(names.filter(statistics.isKept)).toEqual(names)
  } finally {
    connection.close()
    await rm(folder, { recursive: true, force: true })
  }
})

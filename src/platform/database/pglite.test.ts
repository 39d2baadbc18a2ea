import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeDatabaseContract } from './database.contract.ts'
import { initialiseDatabaseFolder, openEmbeddedDatabase } from './pglite.ts'
import { describeStandingRevisionContract } from './standing-revision.contract.ts'
import { describeTenantRowsContract } from './tenant-rows.contract.ts'

describe('the embedded database', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-database-'))
    await initialiseDatabaseFolder(join(folder, 'template'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  describeDatabaseContract('PGlite', async () =>
    openEmbeddedDatabase({ dataFolder: join(folder, 'contract'), templateFolder: join(folder, 'template') }),
  )

  describeTenantRowsContract('PGlite', async () =>
    openEmbeddedDatabase({ dataFolder: join(folder, 'tenants'), templateFolder: join(folder, 'template') }),
  )

  describeStandingRevisionContract('PGlite', async () =>
    openEmbeddedDatabase({ dataFolder: join(folder, 'standing'), templateFolder: join(folder, 'template') }),
  )

  it('says nothing of standing before its tables tell of their changes', async () => {
    const dataFolder = join(folder, 'untold')
    await using database = await openEmbeddedDatabase({ dataFolder, templateFolder: join(folder, 'template') })
    expect(database.standingRevision()).toBeNull()
  })

  it('keeps its rows when it is closed and opened again', async () => {
    const dataFolder = join(folder, 'reopened')
    for (const expected of [1, 2]) {
      await using database = await openEmbeddedDatabase({ dataFolder, templateFolder: join(folder, 'template') })
      await database.system.execute(sql`create table if not exists kept (id serial)`)
      await database.system.execute(sql`insert into kept default values`)
      const { rows } = await database.system.execute(sql`select count(*)::int as count from kept`)
      expect(rows).toEqual([{ count: expected }])
    }
    expect(await readdir(folder)).not.toContain('run')
  })

  it('does not keep the main thread waiting while a statement runs', async () => {
    await using database = await openEmbeddedDatabase({
      dataFolder: join(folder, 'busy'),
      templateFolder: join(folder, 'template'),
    })
    let ticks = 0
    const timer = setInterval(() => ticks++, 5)
    await database.system.execute(sql`select count(*) from generate_series(1, 2000000)`)
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(5)
  })
})

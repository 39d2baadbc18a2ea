import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from '../platform/database/database.ts'
import { openEmbeddedDatabase } from '../platform/database/pglite.ts'
import { tenants } from '../platform/database/schema.ts'

/** Prepared when the project is installed; a copy of it opens in a fraction of the time of a new database. */
const TEMPLATE = fileURLToPath(new URL('../../node_modules/.cache/footnote/database-template', import.meta.url))

/** What tests write is never kept: in memory, where the system offers that as a folder, they need half the time. */
const MEMORY_FOLDER = '/dev/shm'

export interface TestDatabase extends Database {
  /** A folder for whatever else a test keeps; removed with the database. */
  readonly folder: string
  /** Make an empty tenant of its own for a test and return its id. */
  readonly newTenant: () => Promise<string>
}

/** A migrated embedded database in a folder of its own: open one per test file, and give each test its own tenant. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const parent = existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir()
  const folder = await mkdtemp(join(parent, 'footnote-test-'))
  const database = await openEmbeddedDatabase({ dataFolder: join(folder, 'database'), templateFolder: TEMPLATE })
  await database.migrate()
  let made = 0
  return {
    ...database,
    folder,
    newTenant: async () => {
      const id = `tenant-${++made}`
      await database.system.insert(tenants).values({ id, name: id })
      return id
    },
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

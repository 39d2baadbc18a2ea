import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../platform/database/database.ts'
import { openEmbeddedDatabase } from '../platform/database/pglite.ts'
import { documents, documentVersions, tenants } from '../platform/database/schema.ts'
import { createUnreadableCounter } from './count-unreadable.ts'

let folder: string
let database: Database

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-unreadable-'))
  database = await openEmbeddedDatabase({ dataFolder: join(folder, 'data') })
  await database.migrate()
  await database.system
    .insert(tenants)
    .values(['t1', 't2'].map((id) => ({ id, name: id })))
    .onConflictDoNothing()
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

interface Written {
  readonly states: readonly string[]
  readonly access?: readonly string[]
  readonly tenantId?: string
  readonly deletedAt?: Date
}

async function write({ states, access = ['everyone'], tenantId = 't1', deletedAt }: Written): Promise<void> {
  const id = randomUUID()
  const document = { id, tenantId, source: 'test', externalId: id, title: 'T', access: [...access], createdBy: 'test' }
  await database.system.insert(documents).values({ ...document, newestVersion: states.length, deletedAt })
  const file = { sha256: '', sizeInBytes: 0, fileName: 'f', mediaType: 'application/pdf', tenantId, documentId: id }
  await database.system
    .insert(documentVersions)
    .values(states.map((state, n) => ({ ...file, id: randomUUID(), version: n + 1, state })))
}

test('counts what the asker may see, is not deleted, and could not be read in its newest version', async () => {
  await write({ states: ['needs_ocr'] })
  await write({ states: ['ready', 'failed'], access: ['user:u1'] })
  await write({ states: ['failed', 'ready'] })
  await write({ states: ['failed'], access: ['user:u2'] })
  await write({ states: ['failed'], deletedAt: new Date() })
  await write({ states: ['failed'], tenantId: 't2' })
  const countUnreadable = createUnreadableCounter(database)
  const principal = {
    tenant_id: 't1',
    object_id: 'u1',
    group_ids: [],
    roles: ['Reader' as const],
    kind: 'user' as const,
  }
  expect(await countUnreadable(principal)).toBe(2)
  expect(await countUnreadable({ ...principal, object_id: 'u3' })).toBe(1)
})

import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DocumentState } from '../contracts/documents.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { listDocuments } from './read-documents.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

interface Row {
  readonly access?: readonly string[]
  readonly createdAt?: Date
  readonly state?: DocumentState
  readonly deletedAt?: Date
  readonly title?: string
}

const MORNING = Date.parse('2026-03-02T09:00:00.000Z')

async function addRows(tenantId: string, rows: readonly Row[]): Promise<string[]> {
  const made = rows.map((row) => ({ ...row, id: randomUUID() }))
  await database.system.insert(documents).values(
    made.map(({ id, access = ['everyone'], createdAt = new Date(MORNING), deletedAt = null, title = id }) => {
      const document = { tenantId, id, source: 's', externalId: id, title, newestVersion: 1, createdBy: 'u' }
      return { ...document, access: [...access], createdAt, deletedAt }
    }),
  )
  await database.system.insert(documentVersions).values(
    made.map(({ id, state = 'ready' }) => {
      const file = { sha256: 'x', sizeInBytes: 1, fileName: 'f', mediaType: 'text/plain' }
      return { tenantId, id: randomUUID(), documentId: id, version: 1, state, ...file }
    }),
  )
  return made.map(({ id }) => id)
}

/** Read page by page to the end; `between` runs after each page. */
async function readAll(
  tenantId: string,
  limit: number,
  filters: { readonly state?: DocumentState } = {},
  between: () => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await listDocuments(database, { limit, cursor, ...filters }, contextFor({ tenant_id: tenantId }))
    expect(page.documents.length).toBeLessThanOrEqual(limit)
    ids.push(...page.documents.map(({ id }) => id))
    if (page.next_cursor === null) return ids
    cursor = page.next_cursor
    await between()
  }
}

describe('the list of documents', () => {
  it('gives every document one may see once, newest first, whatever the size of the page', async () => {
    const tenantId = await database.newTenant()
    // Many at the same moment: a folder that was added in one go.
    const times = Array.from({ length: 23 }, (_, i) => new Date(MORNING + Math.floor(i / 7)))
    const visible = await addRows(
      tenantId,
      times.map((createdAt) => ({ createdAt })),
    )
    await addRows(tenantId, [{ access: ['user:other'] }, { access: [] }, { deletedAt: new Date(MORNING) }])
    await addRows(await database.newTenant(), [{}])
    for (const limit of [1, 2, 7, 22, 23, 24, 100]) {
      const ids = await readAll(tenantId, limit)
      expect(ids.toSorted()).toEqual(visible.toSorted())
      const createdAt = ids.map((id) => times[visible.indexOf(id)]!.getTime())
      expect(createdAt).toEqual(createdAt.toSorted((a, b) => b - a))
    }
  })

  it('does not skip or repeat what was there when others come in between', async () => {
    const tenantId = await database.newTenant()
    const before = await addRows(
      tenantId,
      Array.from({ length: 9 }, () => ({})),
    )
    const ids = await readAll(tenantId, 2, {}, () => addRows(tenantId, [{ createdAt: new Date(MORNING + 5_000) }]))
    expect(ids.toSorted()).toEqual(before.toSorted())
  })

  it('can be narrowed to a state and to ids', async () => {
    const tenantId = await database.newTenant()
    const [ready, failed] = await addRows(tenantId, [{}, { state: 'failed' }])
    expect(await readAll(tenantId, 1, { state: 'failed' })).toEqual([failed])
    const one = await listDocuments(
      database,
      { limit: 10, ids: [ready!, randomUUID()] },
      contextFor({ tenant_id: tenantId }),
    )
    expect(one.documents.map(({ id }) => id)).toEqual([ready])
  })

  it('can be narrowed to a part of the title, taken as it stands', async () => {
    const tenantId = await database.newTenant()
    const titles = ['Travel policy', 'Rabatt 50%', 'Rabatt 500', 'a_b', 'axb', 'back\\slash']
    await addRows(
      tenantId,
      titles.map((title) => ({ title })),
    )
    const found = async (title: string) => {
      const page = await listDocuments(database, { limit: 10, title }, contextFor({ tenant_id: tenantId }))
      return page.documents.map((document) => document.title).toSorted()
    }
    expect(await found('TRAVEL')).toEqual(['Travel policy'])
    expect(await found('50%')).toEqual(['Rabatt 50%'])
    expect(await found('a_b')).toEqual(['a_b'])
    expect(await found('k\\s')).toEqual(['back\\slash'])
    expect(await found('none of them')).toEqual([])
  })

  it('refuses a cursor that is not one of its own, and never fails over it', async () => {
    const tenantId = await database.newTenant()
    await addRows(tenantId, [{}])
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const bad = ['', 'x', encode(null), encode([]), encode(['2026-03-02', randomUUID()]), encode([1, 2])]
    for (const cursor of bad)
      await expect(
        listDocuments(database, { limit: 1, cursor }, contextFor({ tenant_id: tenantId })),
      ).rejects.toMatchObject({ code: 'invalid-request' })
    await fc.assert(
      fc.asyncProperty(fc.string(), async (cursor) => {
        const outcome = await listDocuments(database, { limit: 1, cursor }, contextFor({ tenant_id: tenantId })).catch(
          (error: unknown) => error,
        )
        expect(outcome).toMatchObject({ code: 'invalid-request' })
      }),
    )
  })

  it('of a person who may see nothing is empty', async () => {
    const tenantId = await database.newTenant()
    await addRows(tenantId, [{ access: ['user:other'] }])
    expect(await readAll(tenantId, 10)).toEqual([])
    await database.system
      .update(documents)
      .set({ access: ['everyone'] })
      .where(eq(documents.tenantId, tenantId))
    expect(await readAll(tenantId, 10)).toHaveLength(1)
  })
})

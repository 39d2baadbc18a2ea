import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { and, eq, isNotNull, ne } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isProblem } from '../contracts/errors.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import { openFileSystemBlobs } from '../platform/blobs/file-system.ts'
import type { Bus } from '../platform/bus/bus.ts'
import { openPgBossBus } from '../platform/bus/pg-boss.ts'
import type { Database } from '../platform/database/database.ts'
import { openPostgresDatabase } from '../platform/database/postgres.ts'
import { documents, documentVersions, tenants } from '../platform/database/schema.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { startPostgresServer } from '../testing/postgres-server.ts'
import { deleteByIdentity } from './delete-by-identity.ts'
import { deleteDocument } from './delete-document.ts'
import { registerUpload } from './register-upload.ts'

const RACES = 25
const TEXTS = ['one', 'two', 'three']

/** The embedded database takes one transaction after the other; races are run where many run at once. */
describe('news that come together to PostgreSQL', () => {
  const opened: AsyncDisposable[] = []
  let library: { readonly database: Database; readonly bus: Bus; readonly blobs: Blobs }
  let folder: string
  const hashes: string[] = []
  const context = contextFor({ object_id: 'ada', roles: ['Contributor'] })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-races-'))
    const server = await startPostgresServer()
    opened.push(server)
    const database = openPostgresDatabase(server.url)
    opened.push(database)
    await database.migrate()
    await database.system.insert(tenants).values({ id: 't1', name: 'T' })
    const bus = await openPgBossBus({ database, logger: pino({ level: 'silent' }) })
    opened.push(bus)
    const blobs = openFileSystemBlobs(folder)
    for (const text of TEXTS) {
      const options = { signal: context.signal, maximumBytes: 100 }
      hashes.push((await blobs.put('t1', Readable.from([Buffer.from(text)]), options)).sha256)
    }
    library = { database, bus, blobs }
  }, 60_000)
  afterAll(async () => {
    for (const part of opened.toReversed()) await part[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  const change = (externalId: string, text: number, changedAt: Date | null = null) => {
    const said = { source: 'drive', fileName: 'a.txt', title: null, collection: null, access: null }
    const stored = { mediaType: 'text/plain', sha256: hashes[text] ?? '', sizeInBytes: 3 }
    return registerUpload(library, { ...said, ...stored, externalId, changedAt }, context)
  }
  const unlessOvertaken = async (news: Promise<unknown>): Promise<void> => {
    try {
      await news
    } catch (error) {
      if (!isProblem(error) || error.code !== 'news-overtaken') throw error
    }
  }
  /** The newest bytes of each document of an identity that is not deleted. */
  const standing = async (externalId: string) => {
    const newest = and(
      eq(documentVersions.tenantId, documents.tenantId),
      eq(documentVersions.documentId, documents.id),
      eq(documentVersions.version, documents.newestVersion),
    )
    const rows = await library.database.system
      .select()
      .from(documents)
      .innerJoin(documentVersions, newest)
      .where(eq(documents.externalId, externalId))
    return rows.filter((row) => row.documents.deletedAt === null).map((row) => row.document_versions.sha256)
  }

  it('lead to what is newest of two changes and a deletion', async () => {
    for (let race = 0; race < RACES; race += 1) {
      const externalId = `together-${race}`
      const at = (minute: number) => new Date(Date.now() - (10 - minute) * 60_000)
      const lastIsDeletion = race % 2 === 0
      const deletion = { source: 'drive', externalId, changedAt: at(lastIsDeletion ? 3 : 2) }
      await Promise.all([
        unlessOvertaken(change(externalId, 0, at(1))),
        unlessOvertaken(change(externalId, 1, at(lastIsDeletion ? 2 : 3))),
        unlessOvertaken(deleteByIdentity(library, deletion, context)),
      ])
      expect(await standing(externalId)).toEqual(lastIsDeletion ? [] : [hashes[1]])
    }
  }, 60_000)

  it('never add an acknowledged upload to a document that is deleted by its id at that moment', async () => {
    for (let race = 0; race < RACES; race += 1) {
      const externalId = `by-id-${race}`
      const known = await change(externalId, 0)
      const [, renewed] = await Promise.all([
        deleteDocument(library, known.documentId, context),
        change(externalId, 1 + (race % 2)),
      ])
      const isNew = renewed.documentId !== known.documentId
      expect(await standing(externalId)).toEqual(isNew ? [hashes[1 + (race % 2)]] : [])
    }
    const belongs = and(
      eq(documentVersions.tenantId, documents.tenantId),
      eq(documentVersions.documentId, documents.id),
    )
    const left = await library.database.system
      .select()
      .from(documents)
      .innerJoin(documentVersions, belongs)
      .where(and(isNotNull(documents.deletedAt), ne(documentVersions.state, 'deleted')))
    expect(left).toEqual([])
  }, 60_000)
})

import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Bus } from '../platform/bus/bus.ts'
import { openPgBossBus } from '../platform/bus/pg-boss.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { createManualClock } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { INGEST_QUEUE } from './ingest-queue.ts'
import { keepResuming } from './keep-resuming.ts'
import { resumeUnfinished } from './resume-unfinished.ts'

describe('documents that a killed process left unfinished', () => {
  let database: TestDatabase
  let bus: Bus
  const clock = createManualClock()
  const logger = pino({ level: 'silent' })
  beforeAll(async () => {
    database = await openTestDatabase()
    bus = await openPgBossBus({ database, logger })
  })
  afterAll(async () => {
    await bus?.[Symbol.asyncDispose]()
    await database?.[Symbol.asyncDispose]()
  })

  async function addVersion(tenantId: string, state: string, attempt: number, heldUntil?: Date): Promise<string> {
    const [documentId, versionId] = [randomUUID(), randomUUID()]
    const document = { tenantId, id: documentId, source: 's', externalId: documentId, title: 't', access: ['everyone'] }
    await database.system.insert(documents).values({ ...document, newestVersion: 1, createdBy: 'u' })
    const version = { tenantId, id: versionId, documentId, version: 1, sha256: 'x', sizeInBytes: 1, fileName: 'f' }
    await database.system
      .insert(documentVersions)
      .values({ ...version, mediaType: 'text/plain', state, attempt, heldUntil })
    return versionId
  }

  it('are enqueued again once, unless a job is still going to finish them', async () => {
    const tenantId = await database.newTenant()
    const orphan = await addVersion(tenantId, 'indexing', 5)
    const pending = await addVersion(tenantId, 'parsing', 1)
    await addVersion(tenantId, 'ready', 1)
    await addVersion(tenantId, 'failed', 5)
    await bus.send(INGEST_QUEUE, { tenant_id: tenantId, version_id: pending })
    expect(await resumeUnfinished({ database, bus, clock })).toBe(1)
    expect(await bus.isPending(INGEST_QUEUE, { version_id: orphan })).toBe(true)
    expect(await resumeUnfinished({ database, bus, clock })).toBe(0)
  })

  it('are left alone while their worker gives signs of life', async () => {
    const tenantId = await database.newTenant()
    await addVersion(tenantId, 'embedding', 1, new Date(clock.now() + 5_000))
    expect(await resumeUnfinished({ database, bus, clock })).toBe(0)
    clock.advance(5_001)
    expect(await resumeUnfinished({ database, bus, clock })).toBe(1)
  })

  it('are looked for again and again, so that nobody has to start anything anew', async () => {
    const tenantId = await database.newTenant()
    await using looking = keepResuming({ database, bus, clock, logger, intervalInMs: 10 })
    expect(looking).toBeDefined()
    for (const attempt of [1, 5]) {
      const orphan = await addVersion(tenantId, 'queued', attempt)
      await expect.poll(() => bus.isPending(INGEST_QUEUE, { version_id: orphan })).toBe(true)
    }
  })
})

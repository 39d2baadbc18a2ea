import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { and, eq, isNotNull, ne, or } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import { EVERYONE, systemPrincipal } from '../contracts/principal.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database } from '../platform/database/database.ts'
import { documents } from '../platform/database/schema.ts'
import { registerUpload } from './register-upload.ts'

/** The samples are a few kilobytes each. */
const MAXIMUM_SAMPLE_BYTES = 10 * 1_048_576

const SAMPLES_SOURCE = 'samples'

export interface LoadSamplesDependencies {
  readonly database: Database
  readonly blobs: Blobs
  readonly bus: Bus
  readonly clock: Clock
  readonly folder: string
}

/**
 * Put the sample library into a tenant that never had a document of its own, visible to everyone in it, so that a first
 * question works at once. Makes up for a start that was interrupted; samples that somebody deleted stay deleted.
 */
export async function loadSamples(
  { database, blobs, bus, clock, folder }: LoadSamplesDependencies,
  tenantId: string,
): Promise<void> {
  if (await isInUse(database, tenantId)) return
  const ofTenant = eq(documents.tenantId, tenantId)
  const known = await database
    .forTenant(tenantId)
    .select({ name: documents.externalId })
    .from(documents)
    .where(ofTenant)
  const loaded = new Set(known.map(({ name }) => name))
  const signal = new AbortController().signal
  const context = { principal: systemPrincipal(tenantId, 'samples'), requestId: randomUUID(), signal, clock }
  for (const fileName of (await readdir(folder)).toSorted()) {
    if (loaded.has(fileName)) continue
    const stored = await blobs.put(tenantId, createReadStream(join(folder, fileName)), {
      signal,
      maximumBytes: MAXIMUM_SAMPLE_BYTES,
    })
    const named = { source: SAMPLES_SOURCE, externalId: fileName, fileName, title: null, collection: 'Samples' }
    await registerUpload(
      { database, blobs, bus },
      { ...named, ...stored, access: [EVERYONE], mediaType: 'application/octet-stream' },
      context,
    )
  }
}

/** True when a tenant has had other documents than the samples, or did not want one of them. */
async function isInUse(database: Database, tenantId: string): Promise<boolean> {
  const ownOrDeleted = or(ne(documents.source, SAMPLES_SOURCE), isNotNull(documents.deletedAt))
  const rows = await database
    .forTenant(tenantId)
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.tenantId, tenantId), ownOrDeleted))
    .limit(1)
  return rows.length > 0
}

import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import { EVERYONE, systemPrincipal } from '../contracts/principal.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database } from '../platform/database/database.ts'
import { documents } from '../platform/database/schema.ts'
import { registerUpload } from './register-upload.ts'

/** The samples are a few kilobytes each. */
const MAXIMUM_SAMPLE_BYTES = 10 * 1_048_576

export interface LoadSamplesDependencies {
  readonly database: Database
  readonly blobs: Blobs
  readonly bus: Bus
  readonly clock: Clock
  readonly folder: string
}

/** Put the sample library into a tenant that never had a document, visible to everyone in it, so that a first question works at once. */
export async function loadSamples(
  { database, blobs, bus, clock, folder }: LoadSamplesDependencies,
  tenantId: string,
): Promise<void> {
  const [any] = await database.orm
    .select({ id: documents.id })
    .from(documents)
    .where(eq(documents.tenantId, tenantId))
    .limit(1)
  if (any !== undefined) return
  const signal = new AbortController().signal
  const context = { principal: systemPrincipal(tenantId, 'samples'), requestId: randomUUID(), signal, clock }
  for (const fileName of (await readdir(folder)).toSorted()) {
    const stored = await blobs.put(tenantId, createReadStream(join(folder, fileName)), {
      signal,
      maximumBytes: MAXIMUM_SAMPLE_BYTES,
    })
    const named = { source: 'samples', externalId: fileName, fileName, title: null, collection: 'Samples' }
    await registerUpload(
      { database, blobs, bus },
      { ...named, ...stored, access: [EVERYONE], mediaType: 'application/octet-stream' },
      context,
    )
  }
}

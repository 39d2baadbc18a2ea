import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import type { SearchIndex } from '../platform/search-index/search-index.ts'
import { scopeOf } from './search-scope.ts'
import { visiblePassages } from './visible-passages.ts'

export interface SeparationDependencies {
  readonly database: Database
  readonly index: SearchIndex
  readonly embedder: EmbeddingModel
  readonly generation: string
}

/** Somebody finds what is not theirs, or does not find what is. */
export class SeparationError extends Error {
  override readonly name = 'SeparationError'
}

const TERM = 'selftest'
const TEXT = 'This passage belongs to the self-test and is removed at once.'

interface Planted {
  readonly tenantId: string
  readonly documentId: string
  readonly versionId: string
  readonly passageId: string
}

/**
 * Prove on the real database and the real index that access lists hold: an invented person finds a document of theirs, a
 * second one and a stranger of the same name do not, by words, by meaning and in the registry. It happens in a tenant that
 * exists for this moment only. Throws `SeparationError` when it does not hold.
 */
export async function proveSeparation(dependencies: SeparationDependencies, signal: AbortSignal): Promise<void> {
  const planted: Planted = {
    tenantId: `self-test-${randomUUID()}`,
    documentId: randomUUID(),
    versionId: randomUUID(),
    passageId: randomUUID(),
  }
  try {
    await plant(dependencies, planted)
    await observe(dependencies, planted, signal)
  } finally {
    await removeTraces(dependencies, planted)
  }
}

const OWNER = 'owner'

async function plant(
  { database, index, embedder, generation }: SeparationDependencies,
  { tenantId, documentId, versionId, passageId }: Planted,
): Promise<void> {
  const access = [`user:${OWNER}`]
  const names = { source: 'self-test', externalId: documentId, title: 'Self-test', createdBy: OWNER }
  const file = { sha256: '', sizeInBytes: TEXT.length, fileName: 'self-test.txt', mediaType: 'text/plain' }
  const place = { ordinal: 0, start: 0, end: TEXT.length, page: null, pageEnd: null, heading: [] }
  await database.forTenant(tenantId).transaction(async (tx) => {
    await tx
      .insert(documents)
      .values({ tenantId, id: documentId, ...names, access, currentVersion: 1, newestVersion: 1 })
    await tx
      .insert(documentVersions)
      .values({ tenantId, id: versionId, documentId, version: 1, state: 'ready', ...file })
    const text = { text: TEXT, textHash: '', tokens: 1 }
    await tx.insert(passages).values({ tenantId, id: passageId, versionId, documentId, version: 1, ...text, ...place })
  })
  const entry = { passageId, documentId, versionId, access, collection: null, mediaType: file.mediaType, updatedAt: 0 }
  await index.upsert({ tenantId, generation }, [{ ...entry, terms: [TERM], vector: unitVector(embedder) }])
  await index.settle?.({ tenantId, generation })
}

/** Any direction will do: what is searched for is the same vector. */
function unitVector({ dimensions }: EmbeddingModel): Float32Array {
  const vector = new Float32Array(dimensions)
  vector[0] = 1
  return vector
}

async function observe(
  { database, index, embedder, generation }: SeparationDependencies,
  { tenantId, passageId }: Planted,
  signal: AbortSignal,
): Promise<void> {
  const partition = { tenantId, generation }
  const ways: readonly [string, (principal: Principal) => Promise<boolean>][] = [
    [
      'by words',
      async (principal) =>
        holds(await index.searchLexical(partition, [TERM], scopeOf(principal, undefined), 5, signal)),
    ],
    [
      'by meaning',
      async (principal) =>
        holds(await index.searchVector(partition, unitVector(embedder), scopeOf(principal, undefined), 5, signal)),
    ],
    ['in the registry', async (principal) => (await visiblePassages(database, [passageId], principal)).has(passageId)],
  ]
  const holds = (hits: readonly { readonly passageId: string }[]) => hits.some((hit) => hit.passageId === passageId)
  await Promise.all(
    ways.map(async ([way, finds]) => {
      if (!(await finds(person(tenantId, OWNER))))
        throw new SeparationError(`somebody did not find what is theirs ${way}`)
      if (await finds(person(tenantId, 'other'))) throw new SeparationError(`somebody found what is not theirs ${way}`)
    }),
  )
  const stranger = await visiblePassages(database, [passageId], person(`${tenantId}-stranger`, OWNER))
  if (stranger.size > 0) throw new SeparationError('somebody of another organisation found a document')
}

function person(tenantId: string, objectId: string): Principal {
  return { tenant_id: tenantId, object_id: objectId, group_ids: [], roles: ['Reader'], kind: 'user' }
}

async function removeTraces(
  { database, index, generation }: SeparationDependencies,
  { tenantId }: Planted,
): Promise<void> {
  await database.forTenant(tenantId).transaction(async (tx) => {
    for (const table of [passages, documentVersions, documents])
      await tx.delete(table).where(eq(table.tenantId, tenantId))
  })
  await index.removePartition({ tenantId, generation })
}

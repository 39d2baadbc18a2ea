import { and, asc, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import { documents, documentVersions, generations, passages } from '../platform/database/schema.ts'
import { generationRow } from './ensure-generation.ts'
import { embeddedEntriesOf, type IndexVersionDependencies, type PassageToIndex } from './index-version.ts'

/** Documents looked at together. */
const BATCH = 50

export interface RebuildProgress {
  readonly documents: number
  readonly passages: number
}

/**
 * Build the index generation of this program from the passages in the registry, beside the old one, and make it active when
 * it is complete. Can be run again after an interruption: entries replace their likes.
 */
export async function rebuildIndex(
  dependencies: IndexVersionDependencies,
  tenantId: string,
  onProgress: (progress: RebuildProgress) => void,
  signal: AbortSignal,
): Promise<RebuildProgress> {
  const { index, generation } = dependencies
  const progress = { documents: 0, passages: 0 }
  for (let after: string | null = null; ; ) {
    const ids: readonly string[] = await currentDocuments(dependencies, tenantId, after)
    for (const id of ids) {
      const all = await passagesOf(dependencies, tenantId, id)
      await index.upsert({ tenantId, generation }, await embeddedEntriesOf(dependencies, all, signal))
      progress.documents += 1
      progress.passages += all.length
      onProgress(progress)
    }
    after = ids.at(-1) ?? null
    if (after === null) break
  }
  await index.optimize({ tenantId, generation })
  await index.settle?.({ tenantId, generation })
  await activate(dependencies, tenantId)
  await index.announce?.({ tenantId, generation })
  return progress
}

async function currentDocuments(
  { database }: IndexVersionDependencies,
  tenantId: string,
  after: string | null,
): Promise<readonly string[]> {
  const later = after === null ? undefined : gt(documents.id, after)
  const rows = await database
    .forTenant(tenantId)
    .select({ id: documents.id })
    .from(documents)
    .where(
      and(eq(documents.tenantId, tenantId), isNull(documents.deletedAt), isNotNull(documents.currentVersion), later),
    )
    .orderBy(asc(documents.id))
    .limit(BATCH)
  return rows.map(({ id }) => id)
}

async function passagesOf(
  { database }: IndexVersionDependencies,
  tenantId: string,
  documentId: string,
): Promise<PassageToIndex[]> {
  const ofDocument = and(eq(documents.tenantId, tenantId), eq(documents.id, documentId))
  const current = and(
    eq(documentVersions.tenantId, documents.tenantId),
    eq(documentVersions.documentId, documents.id),
    eq(documentVersions.version, documents.currentVersion),
  )
  const [found] = await database
    .forTenant(tenantId)
    .select()
    .from(documents)
    .innerJoin(documentVersions, current)
    .where(ofDocument)
  if (found === undefined) return []
  const { documents: document, document_versions: version } = found
  const of = {
    tenantId,
    documentId,
    versionId: version.id,
    version: version.version,
    title: document.title,
    access: document.access,
    collection: document.collection,
    mediaType: version.mediaType,
    updatedAt: version.createdAt,
  }
  const ofVersion = and(eq(passages.tenantId, tenantId), eq(passages.versionId, version.id))
  const rows = await database
    .forTenant(tenantId)
    .select()
    .from(passages)
    .where(ofVersion)
    .orderBy(asc(passages.ordinal))
  return rows.map((chunk) => ({ of, chunk }))
}

async function activate({ database, embedder, generation }: IndexVersionDependencies, tenantId: string): Promise<void> {
  const row = generationRow({ tenantId, generation, embedder })
  await database.forTenant(tenantId).transaction(async (tx) => {
    await tx.update(generations).set({ active: false }).where(eq(generations.tenantId, tenantId))
    const identity = [generations.tenantId, generations.id]
    await tx
      .insert(generations)
      .values(row)
      .onConflictDoUpdate({ target: identity, set: { active: true } })
  })
}

import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq, inArray, lt } from 'drizzle-orm'
import type { AccessProbing } from '../contracts/access-probe.ts'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Retrieval } from '../contracts/retrieval.ts'
import type { Analysers } from '../language/analyser.ts'
import { indexedText } from '../language/indexed-text.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import { allGroups } from '../platform/golden-cases/all-groups.ts'
import type { ActiveGenerations } from '../platform/index-generations/active-generation.ts'
import type { IndexPartition, SearchIndex } from '../platform/search-index/search-index.ts'

/** Where what is planted comes from; nobody else uses this name. */
export const CANARY_SOURCE = 'footnote-canary'
/** A probe takes seconds: what is older was left behind by a process that died. */
const LEFT_BEHIND_AFTER_IN_MS = 600_000

export interface ProbeDependencies {
  readonly database: Database
  readonly index: SearchIndex
  readonly embedder: EmbeddingModel
  readonly analysers: Analysers
  readonly generationOf: ActiveGenerations
  /** The search that people use. */
  readonly search: Retrieval['search']
}

interface Planted {
  readonly documentId: string
  readonly versionId: string
  readonly passageId: string
  readonly owner: string
  /** A word that stands nowhere else. */
  readonly word: string
}

/** Make the probe of access lists in the libraries that people use. */
export function createAccessProbe(dependencies: ProbeDependencies): AccessProbing {
  return { probeAccess: async (_, context) => probe(dependencies, context) }
}

async function probe(dependencies: ProbeDependencies, context: CallContext) {
  const { tenant_id: tenantId } = context.principal
  const partition = { tenantId, generation: await dependencies.generationOf(tenantId) }
  const planted: Planted = {
    documentId: randomUUID(),
    versionId: randomUUID(),
    passageId: randomUUID(),
    owner: `footnote-canary-${randomUUID()}`,
    // Letters only: figures would be read as the number of something.
    word: Array.from(randomBytes(16), (byte) => 'bcdfghklmnprtvwx'[byte % 16]).join(''),
  }
  await removeLeftBehind(dependencies, partition, context)
  try {
    await plant(dependencies, partition, planted, context)
    return await look(dependencies, planted, context)
  } finally {
    await remove(dependencies, partition, [planted.versionId], [planted.documentId])
  }
}

async function look({ database, search }: ProbeDependencies, planted: Planted, context: CallContext) {
  const { tenant_id: tenantId } = context.principal
  const finds = async (principal: Principal) => {
    const { passages: found } = await search(
      { query: `What is ${planted.word}?`, top_k: 20 },
      { ...context, principal },
    )
    return found.some(({ document_id }) => document_id === planted.documentId)
  }
  const person = (object_id: string, group_ids: readonly string[] = []): Principal => ({
    tenant_id: tenantId,
    object_id,
    group_ids: [...group_ids],
    roles: ['Reader'],
    kind: 'system',
  })
  if (!(await finds(person(planted.owner))))
    throw problem('service-unavailable', 'The planted document was not found by its owner either; look at the index.')
  const groups = await allGroups(database.forTenant(tenantId), tenantId)
  const strangers = [
    person('footnote-canary-stranger'),
    person('footnote-canary-stranger', groups),
    { ...person('footnote-canary-stranger'), roles: ['Admin' as const] },
  ]
  let leaks = 0
  for (const stranger of strangers) if (await finds(stranger)) leaks += 1
  return { probes: strangers.length, leaks }
}

async function plant(
  { database, index, embedder, analysers }: ProbeDependencies,
  partition: IndexPartition,
  { documentId, versionId, passageId, owner, word }: Planted,
  { clock, signal }: CallContext,
): Promise<void> {
  const { tenantId } = partition
  const at = new Date(clock.now())
  const text = `The ${word} is planted to see whether access lists hold; it is removed at once.`
  const access = [`user:${owner}`]
  const title = 'Canary'
  const times = { createdAt: at, updatedAt: at }
  const names = { source: CANARY_SOURCE, externalId: documentId, title, createdBy: owner, ...times }
  const file = { sha256: '', sizeInBytes: text.length, fileName: 'canary.txt', mediaType: 'text/plain' }
  const place = { ordinal: 0, start: 0, end: text.length, page: null, pageEnd: null, heading: [] }
  await database.forTenant(tenantId).transaction(async (tx) => {
    const ofDocument = { tenantId, id: documentId, ...names, access, currentVersion: 1, newestVersion: 1 }
    await tx.insert(documents).values(ofDocument)
    const ofVersion = { tenantId, id: versionId, documentId, version: 1, state: 'ready', ...file, createdAt: at }
    await tx.insert(documentVersions).values(ofVersion)
    const words = { text, textHash: '', tokens: 20 }
    await tx.insert(passages).values({ tenantId, id: passageId, versionId, documentId, version: 1, ...words, ...place })
  })
  const indexed = indexedText({ title, heading: [], text })
  const [vector] = await embedder.embedPassages([indexed], signal)
  if (vector === undefined) throw new Error('the embedding model made no vector')
  const terms = analysers.analysePassage(indexed)
  const entry = { passageId, documentId, versionId, access, collection: null, mediaType: file.mediaType }
  await index.upsert(partition, [{ ...entry, updatedAt: at.getTime(), terms, vector }])
  await index.settle?.(partition)
}

async function removeLeftBehind(
  dependencies: ProbeDependencies,
  partition: IndexPartition,
  { clock }: CallContext,
): Promise<void> {
  const { tenantId } = partition
  const old = lt(documents.createdAt, new Date(clock.now() - LEFT_BEHIND_AFTER_IN_MS))
  const rows = await dependencies.database
    .forTenant(tenantId)
    .select({ documentId: documents.id, versionId: documentVersions.id })
    .from(documents)
    .innerJoin(
      documentVersions,
      and(eq(documentVersions.tenantId, documents.tenantId), eq(documentVersions.documentId, documents.id)),
    )
    .where(and(eq(documents.tenantId, tenantId), eq(documents.source, CANARY_SOURCE), old))
  const versionIds = rows.map(({ versionId }) => versionId)
  const documentIds = rows.map(({ documentId }) => documentId)
  if (rows.length > 0) await remove(dependencies, partition, versionIds, documentIds)
}

async function remove(
  { database, index }: ProbeDependencies,
  partition: IndexPartition,
  versionIds: readonly string[],
  documentIds: readonly string[],
): Promise<void> {
  const { tenantId } = partition
  await index.removeVersions(partition, versionIds)
  await database.forTenant(tenantId).transaction(async (tx) => {
    for (const table of [passages, documentVersions])
      await tx.delete(table).where(and(eq(table.tenantId, tenantId), inArray(table.documentId, [...documentIds])))
    await tx.delete(documents).where(and(eq(documents.tenantId, tenantId), inArray(documents.id, [...documentIds])))
  })
}

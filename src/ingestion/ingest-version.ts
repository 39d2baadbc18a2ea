import { findActiveGeneration, usableGeneration } from '../platform/index-generations/active-generation.ts'
import { requireSameModel } from '../platform/index-generations/model-check.ts'
import { embedNewTexts } from './embed-new-texts.ts'
import { letRequestsIn } from './give-way.ts'
import { type Hold, HoldLost, recordProgress, releaseVersion } from './hold-version.ts'
import { settleAccess } from './index-access.ts'
import type { PassageToIndex } from './index-version.ts'
import { GenerationMoved, makeCurrent } from './make-current.ts'
import type { ProcessVersionDependencies } from './process-version.ts'
import { type ReadOutcome, type ReadText, readVersion } from './read-version.ts'
import { readerOf } from './reader-name.ts'
import { removeOutdatedVersions } from './remove-outdated-versions.ts'
import { createStages, type Stages } from './run-stages.ts'
import { passed } from './steps.ts'
import type { VersionWithDocument } from './version-progress.ts'
import { type OutageNews, waitOutOutage } from './wait-out-outage.ts'
import { indexVersion, registerPassages } from './write-version.ts'

/** Media types whose own title is what people know the document by; others carry titles like "Microsoft Word - v2 final". */
const TITLED_MEDIA_TYPES: ReadonlySet<string> = new Set([
  'text/html',
  'text/markdown',
  'message/rfc822',
  'application/vnd.ms-outlook',
])

/** One version on its way, and what its steps share. */
interface Task {
  readonly dependencies: ProcessVersionDependencies
  readonly found: VersionWithDocument
  readonly hold: Hold
  readonly stages: Stages
  readonly signal: AbortSignal
}

/**
 * Take a held version from its bytes to being searchable. Throws `HoldLost` as soon as it turns out that the version is no
 * longer this worker's, and `StageFailure` when it has to be tried again.
 */
export async function ingestVersion(
  dependencies: ProcessVersionDependencies,
  found: VersionWithDocument,
  hold: Hold,
  signal: AbortSignal,
): Promise<void> {
  const { database, clock, giveWay = letRequestsIn } = dependencies
  const { tenantId } = hold
  const tell = (news: OutageNews) => recordProgress(database.forTenant(tenantId), hold, news, clock)
  const outage = () => waitOutOutage(dependencies, { tenantId, signal, tell })
  const stages = createStages({ clock, signal, giveWay, outage }, found.version.timings ?? {})
  const task: Task = { dependencies, found, hold, stages, signal }
  try {
    const { outcome, release } = await stages.run('parsing', () => readVersion(dependencies, found.version, signal))
    try {
      await (outcome.type === 'text' ? makeSearchable(task, outcome) : endUnread(task, outcome))
    } finally {
      release()
    }
  } catch (error) {
    // Whatever was interrupted says so in its own words; why is what counts.
    throw signal.reason instanceof HoldLost ? signal.reason : error
  }
}

async function endUnread(
  { dependencies: { database, clock }, hold, stages }: Task,
  outcome: Exclude<ReadOutcome, ReadText>,
): Promise<void> {
  const { type: state, mediaType, detail } = outcome
  const reason = outcome.type === 'failed' ? outcome.reason : null
  const pages = outcome.type === 'needs_ocr' ? outcome.pages : null
  const end = { state, reason, mediaType, detail, pages, timings: stages.timings() }
  await releaseVersion(database.forTenant(hold.tenantId), hold, end, clock)
}

async function makeSearchable(task: Task, text: ReadText): Promise<void> {
  const { dependencies, found, hold, stages } = task
  const passages = passagesOf(found, text)
  const vectors = await stages.run('embedding', () => embed(task, text, passages))
  for (let isCurrent = false; !isCurrent; ) {
    const generation = await stages.run('indexing', () => write(task, text, passages, vectors))
    isCurrent = await stages.run('indexing', async () => {
      const end = { ...recordOf(text), title: titleOf(found, text), detail: text.remarks, timings: stages.timings() }
      return madeCurrent(makeCurrent(dependencies, found, hold, { ...end, generation }))
    })
  }
  passed('made-current', idsOf(found))
  await stages.run('indexing', () => tidyIndex(dependencies, found))
}

/** False when searches went over to another generation in between: then it has to be written there. */
async function madeCurrent(making: Promise<void>): Promise<boolean> {
  try {
    await making
    return true
  } catch (error) {
    if (error instanceof GenerationMoved) return false
    throw error
  }
}

async function embed(
  { dependencies, found, hold, stages, signal }: Task,
  text: ReadText,
  passages: readonly PassageToIndex[],
): Promise<readonly Float32Array[]> {
  const { database, clock, modelCheck } = dependencies
  const { mediaType, pages } = text
  const { tenantId } = found.version
  const active = await findActiveGeneration(database.forTenant(tenantId), tenantId)
  if (active !== null && modelCheck !== undefined)
    await requireSameModel(modelCheck, { tenantId, generation: active.id })
  const progress = {
    state: 'embedding',
    mediaType,
    pages,
    passages: passages.length,
    timings: stages.timings(),
  } as const
  await recordProgress(database.forTenant(tenantId), hold, progress, clock)
  return embedNewTexts(dependencies, tenantId, passages, signal)
}

/** Returns the generation that it was written to. */
async function write(
  { dependencies, found, hold, stages, signal }: Task,
  text: ReadText,
  passages: readonly PassageToIndex[],
  vectors: readonly Float32Array[],
): Promise<string> {
  const { database, index, clock } = dependencies
  const { tenantId, id, fileName } = found.version
  const ids = idsOf(found)
  const orm = database.forTenant(tenantId)
  const partition = { tenantId, generation: await usableGeneration(orm, tenantId, dependencies) }
  await recordProgress(orm, hold, { state: 'indexing', timings: stages.timings() }, clock)
  passed('indexing-recorded', ids)
  const reader = readerOf(dependencies.reader, fileName)
  if (text.registeredBy !== id)
    await registerPassages(dependencies, hold, passages, { ...recordOf(text), reader }, signal)
  passed('passages-written', ids)
  await indexVersion(dependencies, partition, hold, passages, vectors, signal)
  passed('passages-indexed', ids)
  // Who may read it may have changed since it was looked up; later changes find the passages already there.
  await settleAccess({ orm, index }, partition, [ids.documentId], new Map([[ids.documentId, found.document]]))
  passed('access-settled', ids)
  return partition.generation
}

/** Take older versions out of the index, and let it fold in what was written when that pays. */
export async function tidyIndex(
  dependencies: Pick<ProcessVersionDependencies, 'database' | 'index' | 'generation'>,
  found: VersionWithDocument,
): Promise<void> {
  const { database, index, generation } = dependencies
  const { tenantId } = found.document
  await removeOutdatedVersions(dependencies, found.document)
  passed('outdated-removed', idsOf(found))
  const active = await findActiveGeneration(database.forTenant(tenantId), tenantId)
  await index.optimize({ tenantId, generation: active?.id ?? generation })
}

/** What the registry keeps about a text, so that equal bytes need not be read again. */
function recordOf({ mediaType, ownTitle, pages, chunks, remarks, findings }: ReadText) {
  return { mediaType, ownTitle, pages, passages: chunks.length, remarks, findings }
}

function passagesOf(found: VersionWithDocument, text: ReadText): readonly PassageToIndex[] {
  const { version, document } = found
  const of = {
    tenantId: version.tenantId,
    documentId: document.id,
    versionId: version.id,
    version: version.version,
    title: titleOf(found, text),
    access: document.access,
    collection: document.collection,
    mediaType: text.mediaType,
    updatedAt: version.createdAt,
  }
  return text.chunks.map((chunk) => ({ of, chunk }))
}

/** What the uploader said, else the title of the text where it means something, else the file name. */
function titleOf({ version }: VersionWithDocument, { mediaType, ownTitle }: ReadText): string {
  const own = TITLED_MEDIA_TYPES.has(mediaType) ? ownTitle?.trim() : undefined
  return version.title ?? (own === undefined || own === '' ? version.fileName : own)
}

function idsOf({ document }: VersionWithDocument) {
  return { tenantId: document.tenantId, documentId: document.id }
}

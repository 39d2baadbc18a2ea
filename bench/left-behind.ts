import type { Platform } from '../src/platform/open-platform.ts'
import { currentGeneration } from '../src/roles/host-roles.ts'
import { openStores } from './open-stores.ts'

const TENANT = 'home'
/** The self-test of access lists works in tenants of its own, which stay when it is killed; nobody can see into them. */
const OWN = `tenant_id = '${TENANT}'`

/** What the stores of a library hold that they should not, or lack, when all work is done. All of it should be 0. */
export interface LeftBehind {
  /** Passages of the registry with the version and place of another one. */
  readonly duplicate_passages: number
  /** Current versions whose passages in the registry are not as many as were counted when they were read. */
  readonly incomplete_versions: number
  /** Entries of the index whose version is not current. */
  readonly index_orphans: number
  /** Passages of current versions that the index lacks. */
  readonly index_missing: number
  /** Passages of documents that are deleted. */
  readonly passages_of_deleted: number
  /** Stored originals that no document needs. */
  readonly needless_originals: number
  /** Originals that a document needs and that are not there. */
  readonly missing_originals: number
  /** Versions that are neither ready nor failed nor deleted. */
  readonly unfinished_versions: number
  /** Deletions whose receipt does not say that all is gone. */
  readonly open_deletions: number
}

/** Look into all stores of a library whose server is stopped. */
export async function lookForLeftBehind(environment: Readonly<Record<string, string>>): Promise<LeftBehind> {
  await using platform = openStores(environment)
  const count = await counting(platform)
  const { needless, missing } = await compareOriginals(platform)
  const { orphans, lacking } = await compareIndex(platform)
  return {
    duplicate_passages: await count(
      `select count(*) - count(distinct (version_id, ordinal)) as count from passages where ${OWN}`,
    ),
    incomplete_versions: await count(`
      select count(*) from document_versions v join documents d on d.id = v.document_id and d.current_version = v.version
      where v.${OWN} and v.passages <> (select count(*) from passages p where p.version_id = v.id)`),
    index_orphans: orphans,
    index_missing: lacking,
    passages_of_deleted: await count(
      `select count(*) from passages p join documents d on d.id = p.document_id where p.${OWN} and d.deleted_at is not null`,
    ),
    needless_originals: needless,
    missing_originals: missing,
    unfinished_versions: await count(
      `select count(*) from document_versions where ${OWN} and state not in ('ready', 'failed', 'needs_ocr', 'deleted')`,
    ),
    open_deletions: await count(`select count(*) from deletions where ${OWN} and completed_at is null`),
  }
}

/** Ask the database for one number. */
async function counting(platform: Platform): Promise<(statement: string) => Promise<number>> {
  const { pool } = await platform.database()
  return async (statement) => Number((await pool.query<{ count: string }>(statement)).rows[0]?.count ?? 0)
}

async function compareOriginals(platform: Platform): Promise<{ readonly needless: number; readonly missing: number }> {
  const [{ pool }, blobs] = await Promise.all([platform.database(), platform.blobs()])
  const stored = new Set(await Array.fromAsync(blobs.list(TENANT, new AbortController().signal)))
  const { rows } = await pool.query<{ sha256: string; version_id: string }>(`
    select v.sha256, v.id as version_id from document_versions v join documents d on d.id = v.document_id
    where d.${OWN} and d.deleted_at is null`)
  const needed = new Set(rows.map(({ sha256 }) => sha256))
  const missing = needed.difference(stored)
  for (const row of rows) if (missing.has(row.sha256)) console.error('original is missing', row)
  return { needless: stored.difference(needed).size, missing: missing.size }
}

async function compareIndex(platform: Platform): Promise<{ readonly orphans: number; readonly lacking: number }> {
  const [{ pool }, index] = await Promise.all([platform.database(), platform.searchIndex()])
  const { rows } = await pool.query<{ version_id: string; passages: string }>(`
    select p.version_id, count(*) as passages from passages p join documents d
    on d.id = p.document_id and d.current_version = p.version and d.deleted_at is null where p.${OWN} group by p.version_id`)
  const lacking = new Map(rows.map(({ version_id: id, passages }) => [id, Number(passages)]))
  const partition = { tenantId: TENANT, generation: await currentGeneration(platform) }
  let orphans = 0
  for await (const { versionId, passages } of index.listVersions(partition, new AbortController().signal)) {
    const expected = lacking.get(versionId) ?? 0
    orphans += Math.max(0, passages - expected)
    lacking.set(versionId, Math.max(0, expected - passages))
  }
  for (const [versionId, count] of lacking)
    if (count > 0) console.error('passages are missing in the index', versionId, count)
  return { orphans, lacking: [...lacking.values()].reduce((sum, count) => sum + count, 0) }
}

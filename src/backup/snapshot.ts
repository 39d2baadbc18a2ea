import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * A backup folder holds originals once (`blobs/<tenant>/<sha256>`) and a snapshot of everything else per run:
 * `snapshots/<time>/manifest.json`, `tables/<name>.jsonl.gz`, `secrets/<file>`.
 */
export const Manifest = z.object({
  format: z.literal(1),
  created_at: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.record(z.string(), z.object({ rows: z.number().int(), sha256: z.string() })),
  blobs: z.array(z.object({ tenant_id: z.string(), sha256: z.string() })),
})
export type Manifest = z.infer<typeof Manifest>

/** Where the parts of a backup folder are. */
export const pathsOf = (folder: string, snapshot: string) => {
  const own = join(folder, 'snapshots', snapshot)
  return {
    own,
    manifest: join(own, 'manifest.json'),
    secrets: join(own, 'secrets'),
    table: (name: string) => join(own, 'tables', `${name}.jsonl.gz`),
  }
}

export const blobFolder = (folder: string, tenantId: string) => join(folder, 'blobs', encodeURIComponent(tenantId))

/** The complete snapshots of a backup folder, oldest first. */
export async function listSnapshots(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'snapshots')).catch(() => [])
  return names.filter((name) => /^\d{4}-/.test(name)).toSorted()
}

/** Throws with one sentence when the snapshot is not there or is of another kind. */
export async function readManifest(folder: string, snapshot: string): Promise<Manifest> {
  const text = await readFile(pathsOf(folder, snapshot).manifest, 'utf8').catch(() => null)
  if (text === null) throw new Error(`${folder} holds no snapshot "${snapshot}".`)
  return Manifest.parse(JSON.parse(text))
}

/** Write a snapshot beside, and give it its name only when it is whole. Returns the name. */
export async function writeSnapshot(
  folder: string,
  at: Date,
  fill: (draft: string) => Promise<Manifest>,
): Promise<string> {
  const name = at.toISOString().replaceAll(':', '-')
  const draft = `draft-${name}`
  const paths = pathsOf(folder, draft)
  await mkdir(join(paths.own, 'tables'), { recursive: true, mode: 0o700 })
  try {
    await writeFile(paths.manifest, JSON.stringify(await fill(draft), null, 1), { mode: 0o600 })
    await rename(paths.own, pathsOf(folder, name).own)
    return name
  } finally {
    await rm(paths.own, { recursive: true, force: true })
  }
}

/** Remove all but the newest snapshots, and the originals that none of those needs. Returns how many snapshots went. */
export async function keepNewest(folder: string, count: number): Promise<number> {
  const all = await listSnapshots(folder)
  const gone = all.slice(0, Math.max(0, all.length - count))
  for (const name of gone) await rm(pathsOf(folder, name).own, { recursive: true, force: true })
  const needed = new Set<string>()
  for (const name of all.slice(gone.length))
    for (const { tenant_id, sha256 } of (await readManifest(folder, name)).blobs)
      needed.add(join(blobFolder(folder, tenant_id), sha256))
  for (const tenant of await readdir(join(folder, 'blobs')).catch(() => [])) {
    for (const file of await readdir(join(folder, 'blobs', tenant))) {
      const path = join(folder, 'blobs', tenant, file)
      if (!needed.has(path)) await rm(path, { force: true })
    }
  }
  return gone.length
}

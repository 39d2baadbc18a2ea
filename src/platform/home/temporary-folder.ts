import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Keep the temporary files of this process in a folder of the data folder: the index leaves some in the folder of the
 * system, for which it asks the environment. What an earlier process left there is removed first, where no other can
 * have it open.
 */
export async function keepTemporaryFiles(folder: string, { isAlone }: { readonly isAlone: boolean }): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (isAlone) for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
  process.env['TMPDIR'] = folder
}

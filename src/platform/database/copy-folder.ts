import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Copy a folder of plain files with all its folders. The files are copied side by side: a database has a thousand small
 * ones, and `fs.cp`, which takes one after the other, needs five times as long.
 */
export async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  const entries = await readdir(from, { withFileTypes: true })
  await Promise.all(
    entries.map((entry) => {
      const [source, target] = [join(from, entry.name), join(to, entry.name)]
      return entry.isDirectory() ? copyFolder(source, target) : copyFile(source, target)
    }),
  )
}

import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ModelFolders extends AsyncDisposable {
  /** The folder as it was written. */
  readonly original: string
  /** A copy whose `footnote.json` says this. */
  readonly with: (settings: object) => Promise<string>
}

/** A model in a temporary folder, and copies of it with other settings. */
export async function openModelFolders(write: (folder: string) => Promise<void>): Promise<ModelFolders> {
  const top = await mkdtemp(join(tmpdir(), 'models-'))
  const original = join(top, 'original')
  await write(original)
  let copies = 0
  return {
    original,
    with: async (settings) => {
      const folder = join(top, `copy-${++copies}`)
      await cp(original, folder, { recursive: true })
      await writeFile(join(folder, 'footnote.json'), JSON.stringify(settings))
      return folder
    },
    [Symbol.asyncDispose]: () => rm(top, { recursive: true, force: true }),
  }
}

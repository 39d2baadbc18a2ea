import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'

/** A file to add, with the name it is known by: its path below the folder that was given. */
export interface FoundFile {
  readonly path: string
  readonly name: string
  /** The path as it was given, with what is below it. */
  readonly given: string
  readonly sizeInBytes: number
}

/** Folders that hold no documents of an organisation. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', '__MACOSX'])

/** All files at the given paths, folders included with what is below them. Hidden files and folders are left out. */
export async function* findFiles(paths: readonly string[]): AsyncGenerator<FoundFile> {
  for (const given of paths) {
    const path = resolve(given)
    const { isDirectory, size } = await describe(path, given)
    if (isDirectory) yield* walk(path, basename(path), given)
    else yield { path, name: basename(path), given, sizeInBytes: size }
  }
}

async function describe(
  path: string,
  given: string,
): Promise<{ readonly isDirectory: boolean; readonly size: number }> {
  try {
    const found = await stat(path)
    return { isDirectory: found.isDirectory(), size: found.size }
  } catch (cause) {
    throw new Error(`There is no file or folder at ${given}; check the path.`, { cause })
  }
}

async function* walk(folder: string, name: string, given: string): AsyncGenerator<FoundFile> {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
    if (entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(path, `${name}/${entry.name}`, join(given, entry.name))
    else if (entry.isFile()) {
      const { size } = await stat(path)
      yield { path, name: `${name}/${entry.name}`, given: join(given, entry.name), sizeInBytes: size }
    }
  }
}

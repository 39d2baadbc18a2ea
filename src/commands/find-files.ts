import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { IGNORE_FILE, walkFolder } from '../platform/walk-folder.ts'

/** A file to add, with the name it is known by: its path below the folder that was given. */
export interface FoundFile {
  readonly path: string
  readonly name: string
  /** The path as it was given, with what is below it. */
  readonly given: string
  readonly sizeInBytes: number
  readonly modifiedAtMs: number
}

/** All files at the given paths, folders included with what is below them, but for hidden files and what ignore files name. */
export async function* findFiles(paths: readonly string[]): AsyncGenerator<FoundFile> {
  for (const given of paths) {
    const path = resolve(given)
    const found = await describe(path, given)
    if (found.isDirectory()) yield* below(path, given)
    else yield { path, name: basename(path), given, sizeInBytes: found.size, modifiedAtMs: Math.round(found.mtimeMs) }
  }
}

async function describe(path: string, given: string): Promise<Stats> {
  try {
    return await stat(path)
  } catch (cause) {
    throw new Error(`There is no file or folder at ${given}; check the path.`, { cause })
  }
}

async function* below(folder: string, given: string): AsyncGenerator<FoundFile> {
  for await (const found of walkFolder(folder)) {
    if (found.type === 'unreadable')
      throw new Error(`${join(given, found.name)} cannot be read; check its permissions, or name it in ${IGNORE_FILE}.`)
    const { name, path, sizeInBytes, modifiedAtMs } = found
    yield { path, name: `${basename(folder)}/${name}`, given: join(given, name), sizeInBytes, modifiedAtMs }
  }
}

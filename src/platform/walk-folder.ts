import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import ignore, { type Ignore } from 'ignore'

/** A file with patterns like those of .gitignore; it may stand in any folder and holds for what is below. */
export const IGNORE_FILE = '.footnoteignore'
/** Folders that hold no documents of an organisation. */
const ALWAYS_IGNORED = ['.*', 'node_modules/', '__MACOSX/']

/** Rules of one folder; paths are given relative to it. */
interface Rules {
  readonly folder: string
  readonly patterns: Ignore
}

/** A file below a folder, or a folder that cannot be read. Names are relative to where the walk began, with slashes. */
export type FoundInFolder =
  | {
      readonly type: 'file'
      readonly name: string
      readonly path: string
      readonly sizeInBytes: number
      readonly modifiedAtMs: number
    }
  | { readonly type: 'unreadable'; readonly name: string }

/**
 * Everything below a folder in the order of names, but for hidden files and what ignore files name. Links are not followed:
 * they could lead out of the folder. Throws when there is no folder.
 */
export async function* walkFolder(root: string, signal?: AbortSignal): AsyncGenerator<FoundInFolder> {
  const found = await stat(root).catch(() => null)
  if (found?.isDirectory() !== true) throw new Error(`There is no folder at ${root}; check the path.`)
  yield* walk(root, '', [{ folder: '', patterns: ignore().add(ALWAYS_IGNORED) }], signal)
}

async function* walk(
  root: string,
  below: string,
  rules: readonly Rules[],
  signal: AbortSignal | undefined,
): AsyncGenerator<FoundInFolder> {
  signal?.throwIfAborted()
  const folder = join(root, below)
  let entries: Awaited<ReturnType<typeof entriesOf>>
  try {
    entries = await entriesOf(folder)
  } catch {
    yield { type: 'unreadable', name: below }
    return
  }
  const own = await rulesOf(folder, below)
  const all = own === null ? rules : [...rules, own]
  for (const entry of entries) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (isIgnored(all, name, entry.isDirectory())) continue
    if (entry.isDirectory()) yield* walk(root, name, all, signal)
    else if (entry.isFile()) yield await describeFile(root, name)
  }
}

async function entriesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

async function rulesOf(folder: string, below: string): Promise<Rules | null> {
  const text = await readFile(join(folder, IGNORE_FILE), 'utf8').catch(() => null)
  return text === null ? null : { folder: below, patterns: ignore().add(text) }
}

/** The nearest rules decide last, as those of .gitignore do. */
function isIgnored(rules: readonly Rules[], name: string, isFolder: boolean): boolean {
  let ignored = false
  for (const { folder, patterns } of rules) {
    const relative = folder === '' ? name : name.slice(folder.length + 1)
    const result = patterns.test(isFolder ? `${relative}/` : relative)
    if (result.ignored) ignored = true
    else if (result.unignored) ignored = false
  }
  return ignored
}

async function describeFile(root: string, name: string): Promise<FoundInFolder> {
  const path = join(root, name)
  try {
    const { size, mtimeMs } = await stat(path)
    return { type: 'file', name, path, sizeInBytes: size, modifiedAtMs: Math.round(mtimeMs) }
  } catch {
    return { type: 'unreadable', name }
  }
}

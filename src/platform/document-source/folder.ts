import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { watch } from 'chokidar'
import ignore, { type Ignore } from 'ignore'
import type { DocumentSource, LookOptions, SourceItem, SourceNews } from './document-source.ts'

/** A file with patterns like those of .gitignore; it may stand in any folder and holds for what is below. */
export const IGNORE_FILE = '.footnoteignore'
/** Folders that hold no documents of an organisation. */
const ALWAYS_IGNORED = ['.*', 'node_modules/', '__MACOSX/']
/** Editors write a file in several steps; this long nothing must have happened. */
const SETTLED_AFTER_IN_MS = 500

/** Rules of one folder; paths are given relative to it. */
interface Rules {
  readonly folder: string
  readonly patterns: Ignore
}

/**
 * A folder with everything below it, but for hidden files and what ignore files name. Links are not followed: they could
 * lead out of the folder.
 */
export function openFolderSource(path: string): DocumentSource {
  const root = resolve(path)
  return {
    kind: 'folder',
    location: root,
    look: (options) => look(root, options),
    watch: (onChange) => watchFolder(root, onChange),
    [Symbol.asyncDispose]: async () => {},
  }
}

async function* look(root: string, { signal }: LookOptions): AsyncGenerator<SourceNews> {
  await requireFolder(root)
  let complete = true
  for await (const news of walk(root, '', [{ folder: '', patterns: ignore().add(ALWAYS_IGNORED) }], signal)) {
    if (news.type === 'problem') complete = false
    yield news
  }
  yield { type: 'end', complete, cursor: null }
}

async function requireFolder(root: string): Promise<void> {
  const found = await stat(root).catch(() => null)
  if (found?.isDirectory() !== true) throw new Error(`There is no folder at ${root}; check the path.`)
}

async function* walk(
  root: string,
  below: string,
  rules: readonly Rules[],
  signal: AbortSignal,
): AsyncGenerator<SourceNews> {
  signal.throwIfAborted()
  const folder = join(root, below)
  let entries: Awaited<ReturnType<typeof entriesOf>>
  try {
    entries = await entriesOf(folder)
  } catch {
    yield { type: 'problem', externalId: below, detail: 'The folder cannot be read; check its permissions.' }
    return
  }
  const own = await rulesOf(folder, below)
  const all = own === null ? rules : [...rules, own]
  for (const entry of entries) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (isIgnored(all, name, entry.isDirectory())) continue
    if (entry.isDirectory()) yield* walk(root, name, all, signal)
    else if (entry.isFile()) yield await describe(root, name)
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

async function describe(root: string, name: string): Promise<SourceNews> {
  const path = join(root, name)
  try {
    const { size, mtimeMs } = await stat(path)
    // Whoever cannot open it must say so now, not in the middle of an upload.
    await (await open(path)).close()
    const item: SourceItem = {
      externalId: name,
      fileName: basename(name),
      title: null,
      fingerprint: `${Math.round(mtimeMs)}-${size}`,
      access: null,
      sizeInBytes: size,
      open: async (signal) => createReadStream(path, { signal }),
    }
    return { type: 'item', item }
  } catch {
    return { type: 'problem', externalId: name, detail: 'The file cannot be read; check its permissions.' }
  }
}

/** Tells once something below the folder changed and then nothing more for a moment. */
async function watchFolder(root: string, onChange: () => void): Promise<AsyncDisposable> {
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(root, { ignoreInitial: true, followSymlinks: false })
  const ready = once(watcher, 'ready')
  watcher.on('all', () => {
    clearTimeout(timer)
    timer = setTimeout(onChange, SETTLED_AFTER_IN_MS)
  })
  // A folder that vanished under the watch: the next look says what is wrong.
  watcher.on('error', onChange)
  await ready
  return {
    [Symbol.asyncDispose]: async () => {
      clearTimeout(timer)
      await watcher.close()
    },
  }
}

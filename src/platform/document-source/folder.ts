import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { watch } from 'chokidar'
import { type FoundInFolder, walkFolder } from '../walk-folder.ts'
import type { DocumentSource, LookOptions, SourceItem, SourceNews } from './document-source.ts'

/** Editors write a file in several steps; this long nothing must have happened. */
const SETTLED_AFTER_IN_MS = 500

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
  let complete = true
  for await (const found of walkFolder(root, signal)) {
    const news = found.type === 'file' ? await describe(found) : unreadable(found.name)
    if (news.type === 'problem') complete = false
    yield news
  }
  yield { type: 'end', complete, cursor: null }
}

function unreadable(name: string): SourceNews {
  return { type: 'problem', externalId: name, detail: 'It cannot be read; check its permissions.' }
}

async function describe({
  name,
  path,
  sizeInBytes,
  modifiedAtMs,
}: Extract<FoundInFolder, { type: 'file' }>): Promise<SourceNews> {
  // Whoever cannot open it must say so now, not in the middle of an upload.
  const opened = await open(path).catch(() => null)
  if (opened === null) return unreadable(name)
  await opened.close()
  const item: SourceItem = {
    externalId: name,
    fileName: basename(name),
    title: null,
    fingerprint: `${modifiedAtMs}-${sizeInBytes}`,
    access: null,
    sizeInBytes,
    open: async (signal) => createReadStream(path, { signal }),
  }
  return { type: 'item', item }
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

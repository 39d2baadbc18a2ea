/** Files that systems leave in folders and nobody means to upload. */
const HIDDEN = /^\./

/** The files of a drop or a chosen folder, folders opened to any depth, hidden files left out. */
export async function filesOfDrop(transfer: DataTransfer): Promise<readonly File[]> {
  // Entries must be taken before the first wait: afterwards the transfer is empty.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const files = await Promise.all(entries.map((entry) => filesOfEntry(entry)))
  return files.flat()
}

/** Those of the files that are not hidden. */
export function withoutHidden(files: Iterable<File>): readonly File[] {
  return [...files].filter(({ name }) => !HIDDEN.test(name))
}

async function filesOfEntry(entry: FileSystemEntry): Promise<readonly File[]> {
  if (HIDDEN.test(entry.name)) return []
  if (entry.isFile) return [await fileOf(entry as FileSystemFileEntry)]
  const inside = await entriesOf((entry as FileSystemDirectoryEntry).createReader())
  const files = await Promise.all(inside.map((one) => filesOfEntry(one)))
  return files.flat()
}

async function fileOf(entry: FileSystemFileEntry): Promise<File> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
  // Files of a dropped folder do not know their path, as those of a chosen one do.
  const path = entry.fullPath.replace(/^\//, '')
  if (path.includes('/')) Object.defineProperty(file, 'webkitRelativePath', { value: path })
  return file
}

/** A reader gives at most a hundred entries at a time, and none at the end. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

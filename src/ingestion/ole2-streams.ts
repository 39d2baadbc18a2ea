const HEADER_LENGTH = 512
const ENTRY_LENGTH = 128
const NO_SECTOR = 0xfffffffa
/** The first entry says what it is. */
const ROOT_TYPE_AT = 66
const ROOT_TYPE = 5
const NO_ENTRY = 0xffffffff
/** Directories of documents have a few hundred entries. */
const MAXIMUM_SECTORS = 4_096

/**
 * Names of what stands at the top of an OLE2 container; they tell which program wrote it. Streams further down belong
 * to embedded files. Empty when the directory cannot be read.
 */
export function ole2RootNames(bytes: Uint8Array): ReadonlySet<string> {
  try {
    return namesBelowRoot(directoryOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)))
  } catch {
    return new Set()
  }
}

function directoryOf(file: Buffer): Buffer {
  const sectorSize = 1 << file.readUInt16LE(30)
  const sectorAt = (sector: number) => Math.max(HEADER_LENGTH, sectorSize) + sector * sectorSize
  const perSector = sectorSize / 4
  const sectors: Buffer[] = []
  let sector = file.readUInt32LE(48)
  while (sector < NO_SECTOR && sectors.length < MAXIMUM_SECTORS) {
    sectors.push(file.subarray(sectorAt(sector), sectorAt(sector) + sectorSize))
    // The first 109 sectors of the allocation table stand in the header; directories lie within what they cover.
    const table = file.readUInt32LE(76 + 4 * Math.floor(sector / perSector))
    sector = file.readUInt32LE(sectorAt(table) + 4 * (sector % perSector))
  }
  return Buffer.concat(sectors)
}

/** Entries of one folder form a tree of siblings; the root is entry 0. */
function namesBelowRoot(directory: Buffer): Set<string> {
  const names = new Set<string>()
  const seen = new Set<number>([NO_ENTRY])
  if (directory[ROOT_TYPE_AT] !== ROOT_TYPE) return names
  const waiting = [directory.readUInt32LE(76)]
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (seen.has(entry)) continue
    seen.add(entry)
    const at = entry * ENTRY_LENGTH
    if (at + ENTRY_LENGTH > directory.length) continue
    const length = Math.min(64, directory.readUInt16LE(at + 64))
    names.add(directory.toString('utf16le', at, at + Math.max(0, length - 2)))
    waiting.push(directory.readUInt32LE(at + 68), directory.readUInt32LE(at + 72))
  }
  return names
}

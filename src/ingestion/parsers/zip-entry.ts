import { inflateRawSync } from 'node:zlib'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const END_RECORD_LENGTH = 22
const DIRECTORY_ENTRY_LENGTH = 46
const LOCAL_HEADER_LENGTH = 30
const STORED = 0
const DEFLATED = 8

/** The comment at the end of a zip file is at most this long, so its directory is found within. */
const MAXIMUM_COMMENT_LENGTH = 65_535

/** Most parts read this way are lists of names; anything longer is not one. */
const MAXIMUM_UNPACKED_BYTES = 4 * 1024 * 1024

/** Unpack one entry of a zip file by its exact name; null when it is missing, damaged or above the limit (4 MB). */
export function readZipEntry(bytes: Uint8Array, name: string, limitInBytes = MAXIMUM_UNPACKED_BYTES): Buffer | null {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const at = findEntry(zip, name)
    return at === null ? null : unpack(zip, at, limitInBytes)
  } catch {
    return null
  }
}

function findEntry(zip: Buffer, name: string): number | null {
  const end = findEnd(zip)
  if (end === null) return null
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) return null
    const nameLength = zip.readUInt16LE(at + 28)
    const start = at + DIRECTORY_ENTRY_LENGTH
    if (zip.toString('utf8', start, start + nameLength) === name) return at
    at = start + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return null
}

function findEnd(zip: Buffer): number | null {
  const lowest = Math.max(0, zip.length - END_RECORD_LENGTH - MAXIMUM_COMMENT_LENGTH)
  for (let at = zip.length - END_RECORD_LENGTH; at >= lowest; at -= 1) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at
  }
  return null
}

function unpack(zip: Buffer, at: number, limitInBytes: number): Buffer | null {
  const method = zip.readUInt16LE(at + 10)
  const packedLength = zip.readUInt32LE(at + 20)
  const header = zip.readUInt32LE(at + 42)
  const start = header + LOCAL_HEADER_LENGTH + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
  const packed = zip.subarray(start, start + packedLength)
  if (method === STORED) return packed
  return method === DEFLATED ? inflateRawSync(packed, { maxOutputLength: limitInBytes }) : null
}

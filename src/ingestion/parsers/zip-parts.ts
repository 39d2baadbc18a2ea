import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl'
import { ParseFailure } from './parse-failure.ts'
import type { Part } from './parts.ts'

/** What programs put beside documents: nobody added it and nobody misses it. */
const BESIDE_DOCUMENTS =
  /(?:^|\/)(?:\.(?!\.?(?:\/|$))[^/]*|__MACOSX|node_modules)(?:\/|$)|(?:^|\/)(?:thumbs\.db|desktop\.ini)$/i

const STORED = 0
const DEFLATED = 8

/** The files in a zip archive, one at a time, unpacked in memory. Fails as `corrupt` when its directory is damaged. */
export async function* zipParts(bytes: Uint8Array): AsyncGenerator<Part> {
  const zip = await open(bytes)
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry)
      if (name.endsWith('/') || BESIDE_DOCUMENTS.test(name)) continue
      yield { name, open: (limit) => unpack(zip, entry, limit) }
    }
  } finally {
    zip.close()
  }
}

async function open(bytes: Uint8Array): Promise<ZipFile> {
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    // Names are not checked and sizes not compared here: one odd entry must not hide all others.
    return await fromBufferPromise(buffer, { decodeStrings: false, validateEntrySizes: false, autoClose: false })
  } catch (cause) {
    throw new ParseFailure('corrupt', 'The archive is damaged; pack it again and add that.', { cause })
  }
}

/** Old programs write names in the code page of their machine, or in UTF-8 without saying so. */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw).replaceAll('\\', '/')
  } catch {
    return getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false)
  }
}

/** The declared size is a promise of whoever made the archive: what really comes out is counted as well. */
async function unpack(zip: ZipFile, entry: Entry, limitInBytes: number): Promise<Uint8Array> {
  if (entry.isEncrypted()) throw new ParseFailure('encrypted', 'It is protected by a password.')
  const { compressionMethod: method } = entry
  if (method !== STORED && method !== DEFLATED) {
    throw new ParseFailure('unsupported', `It is packed by method ${method}; pack it as an ordinary zip file.`)
  }
  if (entry.uncompressedSize > limitInBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    const piece = chunk as Buffer
    length += piece.length
    if (length > limitInBytes) throw tooLarge()
    chunks.push(piece)
  }
  return Buffer.concat(chunks)
}

function tooLarge(): ParseFailure {
  return new ParseFailure('too-large', 'It unpacks to more than can be read; split the archive.')
}

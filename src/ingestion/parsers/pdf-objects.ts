import { constants, inflateSync } from 'node:zlib'

/** A value of a PDF file: names without their slash. Strings and what is not needed here are null. */
export type PdfValue = number | string | PdfReference | PdfDictionary | readonly PdfValue[] | null
export type PdfDictionary = ReadonlyMap<string, PdfValue>

interface PdfReference {
  readonly object: number
}

/** The objects of a PDF file as they stand in it. Nothing here throws: what is not understood is not there. */
export interface PdfObjects {
  /** Every object that is a dictionary, or a stream with one. */
  readonly dictionaries: () => Iterable<readonly [number: number, dictionary: PdfDictionary]>
  /** A value with its reference followed. */
  readonly resolve: (value: PdfValue | undefined) => PdfValue
  /** The unpacked content of the stream a reference names, one character for each byte; empty when it cannot be read. */
  readonly streamOf: (value: PdfValue | undefined) => string
}

interface FoundObject {
  readonly value: PdfValue
  /** Where the bytes of its stream begin. */
  readonly streamAt?: number
}

const MAXIMUM_STREAM_BYTES = 16 * 1024 * 1024
const MAXIMUM_ALL_STREAMS_BYTES = 128 * 1024 * 1024
const MAXIMUM_OBJECTS = 500_000
const MAXIMUM_DEPTH = 32
const MAXIMUM_REFERENCES = 8

/**
 * Find the objects of a file without its table of contents, from first to last, so that later versions replace earlier
 * ones. Null for encrypted files, whose streams mean nothing here.
 */
export function readPdfObjects(bytes: Uint8Array): PdfObjects | null {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (/\/Encrypt\s+\d+\s+\d+\s+R|\/Encrypt\s*<</.test(source)) return null
  const objects = findObjects(source)
  let bytesLeft = MAXIMUM_ALL_STREAMS_BYTES

  function resolve(value: PdfValue | undefined): PdfValue {
    let current = value ?? null
    for (let step = 0; step < MAXIMUM_REFERENCES && isReference(current); step += 1) {
      current = objects.get(current.object)?.value ?? null
    }
    return isReference(current) ? null : current
  }

  function unpacked(found: FoundObject): string {
    if (found.streamAt === undefined || !isDictionary(found.value)) return ''
    const stream = found.value
    const packed = source.slice(found.streamAt, endOfStream(source, found.streamAt, resolve(stream.get('Length'))))
    const text = unpack(packed, filtersOf(resolve(stream.get('Filter'))), Math.min(bytesLeft, MAXIMUM_STREAM_BYTES))
    bytesLeft -= text.length
    return resolve(stream.get('DecodeParms')) === null || !usesPredictor(resolve(stream.get('DecodeParms'))) ? text : ''
  }

  for (const found of objects.values().toArray()) {
    if (isDictionary(found.value) && found.value.get('Type') === 'ObjStm')
      addPacked(objects, found.value, unpacked(found))
  }
  return {
    dictionaries: function* () {
      for (const [number, { value }] of objects) if (isDictionary(value)) yield [number, value]
    },
    resolve,
    streamOf: (value) => {
      const found = isReference(value ?? null) ? objects.get((value as PdfReference).object) : undefined
      return found === undefined ? '' : unpacked(found)
    },
  }
}

const OBJECT = /(\d{1,10})\s+\d{1,5}\s+obj\b/g
const STREAM = /\s*stream(?:\r\n|\n|\r)/y

function findObjects(source: string): Map<number, FoundObject> {
  const objects = new Map<number, FoundObject>()
  const pattern = new RegExp(OBJECT)
  for (let match = pattern.exec(source); match !== null; match = pattern.exec(source)) {
    if (objects.size >= MAXIMUM_OBJECTS) break
    const reader = { source, at: pattern.lastIndex }
    const value = readValue(reader, 0)
    STREAM.lastIndex = reader.at
    const streamAt = isDictionary(value) && STREAM.test(source) ? { streamAt: STREAM.lastIndex } : {}
    objects.set(Number(match[1]), { value, ...streamAt })
    pattern.lastIndex = 'streamAt' in streamAt ? afterStream(source, streamAt.streamAt, value) : reader.at
  }
  return objects
}

/** Bytes of a stream may look like objects: where its length is known they are passed over. */
function afterStream(source: string, start: number, value: PdfValue): number {
  const length = isDictionary(value) ? (value.get('Length') ?? null) : null
  return typeof length === 'number' ? Math.min(start + Math.max(0, length), source.length) : start
}

function endOfStream(source: string, start: number, length: PdfValue): number {
  const declared = typeof length === 'number' ? start + length : -1
  if (declared >= start && /^\s*endstream/.test(source.slice(declared, declared + 16))) return declared
  const found = source.indexOf('endstream', start)
  return found < 0 ? source.length : found
}

/** Objects that lie packed in a stream: a list of numbers and places, then the objects. */
function addPacked(objects: Map<number, FoundObject>, stream: PdfDictionary, content: string): void {
  const first = stream.get('First')
  if (typeof first !== 'number') return
  const numbers = content.slice(0, first).match(/\d+/g)?.map(Number) ?? []
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    const [number = 0, at = 0] = numbers.slice(index, index + 2)
    // An object that was changed later stands in the file itself.
    if (objects.has(number) || objects.size >= MAXIMUM_OBJECTS) continue
    objects.set(number, { value: readValue({ source: content, at: first + at }, 0) })
  }
}

function filtersOf(value: PdfValue): readonly PdfValue[] {
  if (value === null) return []
  return isArray(value) ? value : [value]
}

function unpack(packed: string, filters: readonly PdfValue[], limitInBytes: number): string {
  if (filters.length === 0) return packed.slice(0, Math.max(0, limitInBytes))
  const [filter] = filters
  if (filters.length > 1 || (filter !== 'FlateDecode' && filter !== 'Fl') || limitInBytes <= 0) return ''
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: limitInBytes }
    return inflateSync(Buffer.from(packed, 'latin1'), options).toString('latin1')
  } catch {
    return ''
  }
}

function usesPredictor(parameters: PdfValue): boolean {
  const predictor = isDictionary(parameters) ? parameters.get('Predictor') : undefined
  return typeof predictor === 'number' && predictor > 1
}

export function isDictionary(value: PdfValue | undefined): value is PdfDictionary {
  return value instanceof Map
}

export function isArray(value: PdfValue | undefined): value is readonly PdfValue[] {
  return Array.isArray(value)
}

function isReference(value: PdfValue): value is PdfReference {
  return typeof value === 'object' && value !== null && 'object' in value
}

const TOKEN =
  /(?:[\s\0]|%[^\r\n]*)*(?:(<<|>>|[[\]])|\/([^\s\0()<>[\]{}/%]*)|(\d{1,10})\s+\d{1,5}\s+R\b|([+-]?(?:\d+\.?\d*|\.\d+))|\((?:[^()\\]|\\[\s\S]|\((?:[^()\\]|\\[\s\S])*\))*\)|<[\da-fA-F\s]*>|[^\s\0()<>[\]{}/%]+)/y

interface Reader {
  readonly source: string
  at: number
}

type Token = PdfValue | { readonly sign: string }

/** The end of an array or a dictionary, or of what can be read. */
const END = { sign: 'end' }

function readValue(reader: Reader, depth: number): PdfValue {
  const token = readToken(reader, depth)
  return isSign(token) ? null : token
}

function isSign(token: Token): token is { readonly sign: string } {
  return typeof token === 'object' && token !== null && 'sign' in token
}

function readToken(reader: Reader, depth: number): Token {
  TOKEN.lastIndex = reader.at
  const match = TOKEN.exec(reader.source)
  if (match === null || depth > MAXIMUM_DEPTH) return END
  reader.at = TOKEN.lastIndex
  const [, bracket, name, object, number] = match
  if (name !== undefined)
    return name.replace(/#([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number(`0x${code}`)))
  if (object !== undefined) return { object: Number(object) }
  if (number !== undefined) return Number(number)
  if (bracket === '<<') return readDictionary(reader, depth + 1)
  if (bracket === '[') return readUntilEnd(reader, depth + 1)
  return bracket === undefined ? null : END
}

function readUntilEnd(reader: Reader, depth: number): PdfValue[] {
  const values: PdfValue[] = []
  for (let token = readToken(reader, depth); !isSign(token); token = readToken(reader, depth)) values.push(token)
  return values
}

function readDictionary(reader: Reader, depth: number): PdfDictionary {
  const values = readUntilEnd(reader, depth)
  const dictionary = new Map<string, PdfValue>()
  for (let index = 0; index + 1 < values.length; index += 2) {
    const key = values[index]
    if (typeof key === 'string') dictionary.set(key, values[index + 1] ?? null)
  }
  return dictionary
}

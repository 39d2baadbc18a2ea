import { deflateSync, inflateSync } from 'node:zlib'
import { ParseFailure } from './parse-failure.ts'
import type { Picture } from './pdf-picture.ts'

const SIGNATURE_LENGTH = 8
/** Length, type and check sum around the data of a chunk. */
const CHUNK_OVERHEAD = 12
const HEADER_LENGTH = 13

/** How pixels are stored, from the specification of PNG, section 11.2.2. */
const COLOUR_TYPES: Readonly<Record<number, { readonly channels: number; readonly hasAlpha: boolean }>> = {
  0: { channels: 1, hasAlpha: false },
  2: { channels: 3, hasAlpha: false },
  3: { channels: 1, hasAlpha: false },
  4: { channels: 2, hasAlpha: true },
  6: { channels: 4, hasAlpha: true },
}
const PALETTE = 3

interface Header {
  readonly width: number
  readonly height: number
  readonly bits: number
  readonly colourType: number
  readonly channels: number
}

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

/**
 * The picture in a PNG. Its packed rows are what PDF has as well; only those with transparency, which PDF keeps apart,
 * are unpacked, and what is transparent becomes white. Fails with a `ParseFailure`.
 */
export function readPng(bytes: Uint8Array): Picture {
  const chunks = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const { width, height, bits, colourType, channels, hasAlpha } = headerOf(chunks)
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  if (!hasAlpha) {
    const colours = colourSpaceOf(colourType, channels, chunks)
    const rows = `/DecodeParms << /Predictor 15 /Colors ${channels} /BitsPerComponent ${bits} /Columns ${width} >>`
    const entries = `/ColorSpace ${colours} /BitsPerComponent ${bits} /Filter /FlateDecode ${rows}`
    return { width, height, entries, data: packed }
  }
  const pixels = onWhite({ width, height, bits, colourType, channels }, packed)
  const entries = `/ColorSpace ${channels === 2 ? '/DeviceGray' : '/DeviceRGB'} /BitsPerComponent 8 /Filter /FlateDecode`
  return { width, height, entries, data: deflateSync(pixels, { level: 1 }) }
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = SIGNATURE_LENGTH; at + CHUNK_OVERHEAD <= png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += length + CHUNK_OVERHEAD
  }
  return chunks
}

function headerOf([first]: readonly Chunk[]): Header & { readonly hasAlpha: boolean } {
  if (first?.type !== 'IHDR' || first.data.length < HEADER_LENGTH) throw damaged()
  const [bits = 0, colourType = 0, , , interlaced = 0] = first.data.subarray(8, HEADER_LENGTH)
  const kind = COLOUR_TYPES[colourType]
  if (kind === undefined) throw damaged()
  if (interlaced !== 0 || (kind.hasAlpha && bits !== 8)) {
    const detail = 'Interlaced images, and those of 16 bits with transparency, are not read; save it as JPEG or PDF.'
    throw new ParseFailure('unsupported', detail)
  }
  return { width: first.data.readUInt32BE(0), height: first.data.readUInt32BE(4), bits, colourType, ...kind }
}

function colourSpaceOf(colourType: number, channels: number, chunks: readonly Chunk[]): string {
  if (colourType !== PALETTE) return channels === 1 ? '/DeviceGray' : '/DeviceRGB'
  const palette = chunks.find(({ type }) => type === 'PLTE')?.data
  if (palette === undefined || palette.length < 3) throw damaged()
  return `[/Indexed /DeviceRGB ${Math.floor(palette.length / 3) - 1} <${palette.toString('hex')}>]`
}

/** The colours of pixels that end in their opacity, one byte each, as they look on paper. */
function onWhite({ width, height, channels }: Header, packed: Buffer): Buffer {
  const stride = width * channels
  const rows = unpack(packed, height * (stride + 1))
  const colours = channels - 1
  const pixels = Buffer.alloc(width * height * colours)
  let above: Buffer = Buffer.alloc(stride)
  let to = 0
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1)
    const row = rows.subarray(start + 1, start + 1 + stride)
    undoFilter(rows[start] ?? 0, row, above, channels)
    for (let at = 0; at < stride; at += channels) {
      const opacity = row[at + colours] ?? 0
      for (let colour = 0; colour < colours; colour += 1) {
        pixels[to] = 255 - Math.round(((255 - (row[at + colour] ?? 0)) * opacity) / 255)
        to += 1
      }
    }
    above = row
  }
  return pixels
}

/** A bomb unpacks to more than its header says. */
function unpack(packed: Buffer, length: number): Buffer {
  try {
    const rows = inflateSync(packed, { maxOutputLength: length })
    if (rows.length === length) return rows
  } catch (cause) {
    throw damaged(cause)
  }
  throw damaged()
}

/** The filters of PNG, from its specification, section 9: a byte is stored as the difference to its neighbours. */
function undoFilter(filter: number, row: Buffer, above: Buffer, step: number): void {
  for (let at = 0; at < row.length; at += 1) {
    const left = at < step ? 0 : (row[at - step] ?? 0)
    const up = above[at] ?? 0
    const corner = at < step ? 0 : (above[at - step] ?? 0)
    row[at] = ((row[at] ?? 0) + predicted(filter, left, up, corner)) & 0xff
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left
    case 2:
      return up
    case 3:
      return Math.floor((left + up) / 2)
    case 4:
      return paeth(left, up, corner)
    default:
      return 0
  }
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner
  const toLeft = Math.abs(estimate - left)
  const toUp = Math.abs(estimate - up)
  const toCorner = Math.abs(estimate - corner)
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

function damaged(cause?: unknown): ParseFailure {
  return new ParseFailure('corrupt', 'The image is damaged; open it in its program, save it again and add that.', {
    cause,
  })
}

import { deflateSync, inflateSync } from 'node:zlib'
import type { Box } from '../parsed-document.ts'

/** Pixels as they are drawn: rows of red, green and blue, one byte each. */
interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Buffer
}

const PNG_SIGNATURE_LENGTH = 8
/** Length, type and check sum around the data of a chunk. */
const CHUNK_OVERHEAD = 12
const BYTES_PER_PIXEL = 4

/**
 * A PDF whose only page is the given picture (a PNG of 8 bits a channel with transparency, as pages are drawn) in the
 * given size in points. Text recognition skips pages that have text; of a picture it reads everything.
 */
export function pictureAsPdf(png: Uint8Array, size: Pick<Box, 'width' | 'height'>): Buffer {
  const { width, height, pixels } = decodePng(Buffer.from(png.buffer, png.byteOffset, png.byteLength))
  const image = deflateSync(pixels, { level: 1 })
  const content = Buffer.from(`q ${size.width} 0 0 ${size.height} 0 0 cm /I Do Q`)
  const objects: readonly (readonly [string, Buffer?])[] = [
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${size.width} ${size.height}] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>`,
    ],
    [`<< /Length ${content.length} >>`, content],
    [
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode /Length ${image.length} >>`,
      image,
    ],
  ]
  return writePdf(objects)
}

function writePdf(objects: readonly (readonly [string, Buffer?])[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  const write = (part: Buffer) => {
    parts.push(part)
    length += part.length
  }
  objects.forEach(([dictionary, stream], index) => {
    offsets.push(length)
    write(Buffer.from(`${index + 1} 0 obj\n${dictionary}\n`))
    if (stream !== undefined) {
      write(Buffer.from('stream\n'))
      write(stream)
      write(Buffer.from('\nendstream\n'))
    }
    write(Buffer.from('endobj\n'))
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  const end = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`
  write(Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${table}${end}`))
  return Buffer.concat(parts)
}

function decodePng(png: Buffer): Picture {
  const width = png.readUInt32BE(PNG_SIGNATURE_LENGTH + 8)
  const height = png.readUInt32BE(PNG_SIGNATURE_LENGTH + 12)
  const data: Buffer[] = []
  for (let at = PNG_SIGNATURE_LENGTH; at + CHUNK_OVERHEAD <= png.length; ) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length))
    at += length + CHUNK_OVERHEAD
  }
  const rows = inflateSync(Buffer.concat(data))
  const stride = width * BYTES_PER_PIXEL
  const pixels = Buffer.alloc(width * height * 3)
  let before: Buffer = Buffer.alloc(stride)
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1)
    const row = rows.subarray(start + 1, start + 1 + stride)
    undoFilter(rows[start] ?? 0, row, before)
    for (let x = 0; x < width; x += 1)
      row.copy(pixels, (y * width + x) * 3, x * BYTES_PER_PIXEL, x * BYTES_PER_PIXEL + 3)
    before = row
  }
  return { width, height, pixels }
}

/** The filters of PNG, from its specification, section 9: a byte is stored as the difference to its neighbours. */
function undoFilter(filter: number, row: Buffer, above: Buffer): void {
  for (let at = 0; at < row.length; at += 1) {
    const left = at < BYTES_PER_PIXEL ? 0 : (row[at - BYTES_PER_PIXEL] ?? 0)
    const up = above[at] ?? 0
    const corner = at < BYTES_PER_PIXEL ? 0 : (above[at - BYTES_PER_PIXEL] ?? 0)
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

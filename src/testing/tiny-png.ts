import { crc32, deflateSync } from 'node:zlib'

export interface TinyPng {
  readonly width: number
  readonly height: number
  readonly bits: number
  /** Of the specification: 0 grey, 2 colours, 3 palette, 4 grey with transparency, 6 colours with transparency. */
  readonly colourType: number
  /** Rows without their filter byte. */
  readonly rows: readonly Uint8Array[]
  /** Red, green and blue of each colour of a palette. */
  readonly palette?: Uint8Array
  readonly interlaced?: boolean
}

/** A PNG with these rows of pixels, stored without filters. */
export function tinyPng({ width, height, bits, colourType, rows, palette, interlaced = false }: TinyPng): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([bits, colourType, 0, 0, interlaced ? 1 : 0], 8)
  const data = deflateSync(Buffer.concat(rows.flatMap((row) => [Uint8Array.of(0), row])))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...(palette === undefined ? [] : [chunk('PLTE', palette)]),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array()),
  ])
}

function chunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const body = Buffer.concat([Buffer.from(type), data])
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

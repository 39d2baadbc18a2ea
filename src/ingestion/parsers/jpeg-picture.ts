import { ParseFailure } from './parse-failure.ts'
import type { Picture } from './pdf-picture.ts'

const MARKER = 0xff
/** Markers that stand alone: start of the image, restarts, a temporary one. */
const WITHOUT_LENGTH = new Set([0x01, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8])
/** Start of frame, of all kinds; between them are tables (C4, CC) and an extension (C8). */
const FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf])
/** Length, bits, height, width and number of colours. */
const FRAME_LENGTH = 8

const COLOURS: Readonly<Record<number, string>> = {
  1: '/DeviceGray',
  3: '/DeviceRGB',
  // Programs that write four colours write them inverted.
  4: '/DeviceCMYK /Decode [1 0 1 0 1 0 1 0]',
}

/** The picture in a JPEG, which PDF takes as it is. Fails with a `ParseFailure`. */
export function readJpeg(bytes: Uint8Array): Picture {
  const frame = frameOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const colours = COLOURS[frame?.[7] ?? 0]
  if (frame === null || colours === undefined) {
    throw new ParseFailure('corrupt', 'The image is damaged; open it in its program, save it again and add that.')
  }
  const entries = `/ColorSpace ${colours} /BitsPerComponent 8 /Filter /DCTDecode`
  return { width: frame.readUInt16BE(5), height: frame.readUInt16BE(3), entries, data: bytes }
}

/** The start of the frame, where the size stands; null when there is none. */
function frameOf(jpeg: Buffer): Buffer | null {
  let at = 0
  while (at + 2 + FRAME_LENGTH <= jpeg.length && jpeg[at] === MARKER) {
    const marker = jpeg[at + 1] ?? 0
    if (FRAMES.has(marker)) return jpeg.subarray(at + 2)
    // Any number of fill bytes may stand before a marker.
    if (marker === MARKER) at += 1
    else at += WITHOUT_LENGTH.has(marker) ? 2 : 2 + jpeg.readUInt16BE(at + 2)
  }
  return null
}

import type { BytePart } from '../platform/blobs/blobs.ts'

/** `bytes=100-199`, `bytes=100-` or `bytes=-100`; several parts in one reply are never asked for by viewers. */
const ONE_RANGE = /^bytes=(\d{1,15})?-(\d{1,15})?$/

/**
 * The part of a file that the header `range` names, cut at its end. Null when there is none, or none that can be given:
 * then the whole file is the answer, as RFC 9110 (14.2) allows.
 */
export function readByteRange(header: string | undefined, sizeInBytes: number): BytePart | null {
  const match = ONE_RANGE.exec(header ?? '')
  if (match === null) return null
  const [from, to] = match.slice(1).map((digits) => (digits === undefined ? null : Number(digits)))
  const part = partOf(from ?? null, to ?? null, sizeInBytes)
  return part === null || part.first > part.last ? null : part
}

function partOf(from: number | null, to: number | null, sizeInBytes: number): BytePart | null {
  const end = sizeInBytes - 1
  if (from !== null) return { first: from, last: Math.min(to ?? end, end) }
  return to === null ? null : { first: Math.max(0, sizeInBytes - to), last: end }
}

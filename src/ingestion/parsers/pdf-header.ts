/** PDF allows other bytes before its header, within this distance. */
const HEADER_WITHIN_BYTES = 1_024

/** Byte position of the PDF header, or -1 when these are not the bytes of a PDF. */
export function pdfHeaderAt(bytes: Uint8Array): number {
  return Buffer.from(bytes.subarray(0, HEADER_WITHIN_BYTES)).indexOf('%PDF-')
}

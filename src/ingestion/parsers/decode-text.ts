import chardet from 'chardet'

/** chardet reads this much; more does not change its answer and costs time. */
const DETECTION_SAMPLE_IN_BYTES = 65_536

/** Above this confidence chardet is right for running text; below it, it guesses between Latin variants. */
const TRUSTED_CONFIDENCE = 50

/** A few broken bytes in a file that is otherwise UTF-8 are damage, more are another encoding. */
const MAXIMUM_BROKEN_SHARE = 0.001

const FALLBACK_ENCODING = 'windows-1252'

/**
 * Decode the bytes of a text file: byte order mark, then strict UTF-8, then the encoding the file declares
 * (if it fits the bytes), then detection. Never throws: undecodable bytes become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, declared?: string): string {
  const marked = encodingByMark(bytes) ?? encodingByZeros(bytes)
  if (marked === 'utf-32le' || marked === 'utf-32be') return decodeUtf32(bytes, marked === 'utf-32le')
  if (marked !== undefined) return decode(bytes, marked)
  return (
    decodeStrictly(bytes, 'utf-8') ??
    (declared === undefined ? undefined : decodeStrictly(bytes, declared)) ??
    decodeNearlyUtf8(bytes) ??
    decodeDetected(bytes)
  )
}

/** The encoding a byte order mark announces; UTF-32 first, because its mark starts like that of UTF-16. */
export function encodingByMark(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32le'
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  return undefined
}

/** UTF-16 without a mark: nearly every second byte of Latin text is zero. */
export function encodingByZeros(bytes: Uint8Array): string | undefined {
  const length = Math.min(bytes.length, 1024) & ~1
  if (length < 8) return undefined
  let even = 0
  let odd = 0
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even += 1
    if (bytes[at + 1] === 0) odd += 1
  }
  const half = length / 2
  if (odd > half * 0.7 && even < half * 0.1) return 'utf-16le'
  if (even > half * 0.7 && odd < half * 0.1) return 'utf-16be'
  return undefined
}

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes)
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function decodeNearlyUtf8(bytes: Uint8Array): string | undefined {
  const text = decode(bytes, 'utf-8')
  let broken = 0
  let beyondAscii = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0xfffd) broken += 1
    else if (code > 0x7f) beyondAscii += 1
  }
  return broken <= text.length * MAXIMUM_BROKEN_SHARE && beyondAscii > broken * 4 ? text : undefined
}

function decodeDetected(bytes: Uint8Array): string {
  const best = chardet.analyse(bytes.subarray(0, DETECTION_SAMPLE_IN_BYTES))[0]
  if (best !== undefined && best.confidence >= TRUSTED_CONFIDENCE) {
    const text = decodeKnown(bytes, best.name)
    if (text !== undefined) return text
  }
  return decodeJapanese(bytes) ?? decode(bytes, FALLBACK_ENCODING)
}

function decodeKnown(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return decode(bytes, encoding)
  } catch {
    return undefined
  }
}

/** ASCII, kana, ideographs and full-width forms: the wrong text for these bytes has other letters too. */
// oxlint-disable-next-line no-control-regex -- ASCII as a whole
const JAPANESE = /^[\u0000-\u007F\u3000-\u30FF\u4E00-\u9FFF\uF900-\uFAFF\uFF01-\uFF5E]*$/

/** Accented Latin text read as Shift-JIS has an ideograph here and there, between many ASCII letters. */
const MINIMUM_IDEOGRAPH_SHARE = 0.5

/** Short Shift-JIS exports (spreadsheets saved as CSV) are below what statistics can tell. */
function decodeJapanese(bytes: Uint8Array): string | undefined {
  const text = decodeStrictly(bytes, 'shift_jis')
  if (text === undefined || !JAPANESE.test(text)) return undefined
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const ascii = text.match(/[a-z]/gi)?.length ?? 0
  return letters - ascii > letters * MINIMUM_IDEOGRAPH_SHARE ? text : undefined
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: string[] = []
  for (let at = 4; at + 4 <= view.byteLength; at += 4) {
    const code = view.getUint32(at, littleEndian)
    parts.push(code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code))
  }
  return parts.join('')
}

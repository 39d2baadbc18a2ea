import { isArray, isDictionary, type PdfDictionary, type PdfObjects, type PdfValue } from './pdf-objects.ts'

/** What the codes of a font stand for. */
export interface FontCodes {
  /** Bytes of one code. */
  readonly width: 1 | 2
  readonly characters: ReadonlyMap<number, string>
}

/** Names of glyphs that matter here: marks, digits and ligatures. Letters are named by themselves. */
const GLYPHS: Readonly<Record<string, string>> = {
  quotesingle: "'",
  quoteright: '’',
  quoteleft: '‘',
  quotesinglbase: '‚',
  quotedbl: '"',
  quotedblleft: '“',
  quotedblright: '”',
  quotedblbase: '„',
  hyphen: '-',
  endash: '–',
  emdash: '—',
  minus: '−',
  ff: 'ff',
  fi: 'fi',
  fl: 'fl',
  ffi: 'ffi',
  ffl: 'ffl',
  ...Object.fromEntries(
    'zero one two three four five six seven eight nine'.split(' ').map((name, digit) => [name, `${digit}`]),
  ),
}

const ACCENTED = /^([A-Za-z])(?:acute|grave|circumflex|dieresis|tilde|cedilla|ring|caron|ogonek)$/
const BY_NUMBER = /^(?:uni|u)([\dA-F]{4,6})$/

const ENCODINGS: Readonly<Record<string, string>> = { WinAnsiEncoding: 'windows-1252', MacRomanEncoding: 'macintosh' }

/** Where the standard encoding differs from ASCII; Annex D.2 of ISO 32000. */
const STANDARD: readonly (readonly [number, string])[] = [
  [0xaa, '“'],
  [0xba, '”'],
  [0xb1, '–'],
  [0xd0, '—'],
  [0xae, 'fi'],
  [0xaf, 'fl'],
]

/** The codes of a font, or null when the file does not say what they mean. */
export function fontCodes(font: PdfDictionary, objects: PdfObjects): FontCodes | null {
  const toUnicode = objects.streamOf(font.get('ToUnicode'))
  if (font.get('Subtype') === 'Type0') {
    return toUnicode === '' ? null : { width: 2, characters: mapOfStream(toUnicode) }
  }
  const encoding = objects.resolve(font.get('Encoding'))
  if (toUnicode === '' && encoding === null) return null
  return { width: 1, characters: new Map([...encodedCharacters(encoding, objects), ...mapOfStream(toUnicode)]) }
}

function encodedCharacters(encoding: PdfValue, objects: PdfObjects): ReadonlyMap<number, string> {
  const base = isDictionary(encoding) ? objects.resolve(encoding.get('BaseEncoding')) : encoding
  const characters = baseCharacters(typeof base === 'string' ? ENCODINGS[base] : undefined)
  const differences = isDictionary(encoding) ? objects.resolve(encoding.get('Differences')) : null
  let code = 0
  for (const entry of isArray(differences) ? differences : []) {
    if (typeof entry === 'number') code = entry
    else {
      characters.set(code, typeof entry === 'string' ? glyphCharacter(entry) : '')
      code += 1
    }
  }
  return characters
}

function baseCharacters(encoding: string | undefined): Map<number, string> {
  const decoder = new TextDecoder(encoding ?? 'ascii')
  const codes = Array.from({ length: encoding === undefined ? 0x7f : 0x100 }, (_, code) => code)
  const characters = new Map(codes.map((code) => [code, decoder.decode(Uint8Array.of(code))]))
  if (encoding !== undefined) return characters
  return new Map([...characters, ...STANDARD])
}

function glyphCharacter(name: string): string {
  const known = GLYPHS[name] ?? ACCENTED.exec(name)?.[1]
  if (known !== undefined) return known
  const code = BY_NUMBER.exec(name)?.[1]
  if (code !== undefined) return characterOf(Number.parseInt(code, 16))
  return name.length === 1 ? name : ''
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

const SECTION = /begin(bfchar|bfrange)([\s\S]*?)end\1/g
const PAIR = /<([\da-fA-F\s]+)>\s*<([\da-fA-F\s]*)>/g
const RANGE = /<([\da-fA-F\s]+)>\s*<([\da-fA-F\s]+)>\s*(?:<([\da-fA-F\s]*)>|\[([^\]]*)\])/g
const LONGEST_RANGE = 0x10000

/** The map of a font to Unicode, section 9.10.3 of ISO 32000: single codes, ranges, and ranges with a list. */
function mapOfStream(source: string): ReadonlyMap<number, string> {
  const characters = new Map<number, string>()
  for (const [, kind, body = ''] of source.matchAll(SECTION)) {
    if (kind === 'bfchar') {
      for (const [, code = '', text = ''] of body.matchAll(PAIR)) characters.set(numberOf(code), textOf(text))
      continue
    }
    for (const [, from = '', to = '', text, list] of body.matchAll(RANGE)) {
      const start = numberOf(from)
      const count = Math.min(LONGEST_RANGE, numberOf(to) - start + 1)
      const listed = list?.match(/<[^>]*>/g)?.map((entry) => textOf(entry.slice(1, -1)))
      const first = textOf(text ?? '')
      for (let index = 0; index < count; index += 1)
        characters.set(start + index, listed?.[index] ?? shifted(first, index))
    }
  }
  return characters
}

function numberOf(hexadecimal: string): number {
  return Number.parseInt(hexadecimal.replace(/\s/g, ''), 16)
}

function textOf(hexadecimal: string): string {
  const bytes = Buffer.from(hexadecimal.replace(/\s/g, ''), 'hex')
  return bytes.length % 2 === 0 ? Buffer.from(bytes).swap16().toString('utf16le') : ''
}

function shifted(text: string, by: number): string {
  const last = text.charCodeAt(text.length - 1)
  return text === '' ? '' : text.slice(0, -1) + String.fromCharCode(last + by)
}

import { type FontCodes, fontCodes } from './pdf-font-codes.ts'
import { isArray, isDictionary, type PdfDictionary, type PdfObjects, type PdfValue } from './pdf-objects.ts'

/** The texts of all pages, and of the forms that pages use, each in the order in which the file shows its signs. */
export function* shownTexts(objects: PdfObjects): Generator<string> {
  for (const shown of contents(objects)) yield shown(textOf).join('')
}

/** The same as a list of signs. What one sign stands for may be several letters. */
export function* shownSigns(objects: PdfObjects): Generator<readonly string[]> {
  for (const shown of contents(objects)) yield shown(signsOf).flat()
}

type ReadString<Text> = (written: string, isHexadecimal: boolean, font: Font) => Text
type Read = <Text>(read: ReadString<Text>) => Text[]

function* contents(objects: PdfObjects): Generator<Read> {
  const fonts = new Map<PdfDictionary, Font | null>()
  for (const [number, dictionary] of objects.dictionaries()) {
    const isPage = dictionary.get('Type') === 'Page'
    if (!isPage && dictionary.get('Subtype') !== 'Form') continue
    const given = isPage ? (dictionary.get('Contents') ?? null) : { object: number }
    const content = partsOf(objects.resolve(given), given)
      .map((part) => objects.streamOf(part))
      .join('\n')
    yield (read) => readContent(content, (name) => fontNamed(name, dictionary, objects, fonts), read)
  }
}

function partsOf(resolved: PdfValue, given: PdfValue): readonly PdfValue[] {
  return isArray(resolved) ? resolved : [given]
}

const MAXIMUM_PARENTS = 32

function fontNamed(
  name: string,
  page: PdfDictionary,
  objects: PdfObjects,
  known: Map<PdfDictionary, Font | null>,
): Font | null {
  let owner: PdfValue = page
  for (let step = 0; step < MAXIMUM_PARENTS && isDictionary(owner); step += 1) {
    const resources = objects.resolve(owner.get('Resources'))
    const fonts = isDictionary(resources) ? objects.resolve(resources.get('Font')) : null
    const font = isDictionary(fonts) ? objects.resolve(fonts.get(name)) : null
    if (isDictionary(font)) {
      const before = known.get(font)
      if (before !== undefined) return before
      const codes = fontCodes(font, objects)
      const found = codes === null ? null : { ...codes, known: new Map<string, string>(), isPlain: isPlain(codes) }
      known.set(font, found)
      return found
    }
    owner = objects.resolve(owner.get('Parent'))
  }
  return null
}

interface Font extends FontCodes {
  /** What its strings stand for: many files show every word, or every letter, as a string of its own. */
  readonly known: Map<string, string>
  /** Letters and digits are written as themselves. */
  readonly isPlain: boolean
}

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

function isPlain({ width, characters }: FontCodes): boolean {
  if (width === 2) return false
  return Array.from(LETTERS_AND_DIGITS).every((sign) => (characters.get(sign.charCodeAt(0)) ?? sign) === sign)
}

/** Longer strings hardly repeat. */
const LONGEST_KNOWN = 24
const PLAIN = /^[\w\s.,:;!?$%&/]*$/

function textOf(written: string, isHexadecimal: boolean, font: Font): string {
  if (font.isPlain && !isHexadecimal && PLAIN.test(written)) return written
  if (written.length > LONGEST_KNOWN) return signsOf(written, isHexadecimal, font).join('')
  const key = isHexadecimal ? `<${written}` : written
  let text = font.known.get(key)
  if (text === undefined) {
    text = signsOf(written, isHexadecimal, font).join('')
    font.known.set(key, text)
  }
  return text
}

function signsOf(written: string, isHexadecimal: boolean, { width, characters }: Font): string[] {
  const codes = isHexadecimal ? Buffer.from(written.replace(/\s/g, ''), 'hex').toString('latin1') : unescaped(written)
  const signs: string[] = []
  for (let at = 0; at + width <= codes.length; at += width) {
    const code = width === 1 ? codes.charCodeAt(at) : codes.charCodeAt(at) * 256 + codes.charCodeAt(at + 1)
    signs.push(characters.get(code) ?? '')
  }
  return signs
}

/**
 * Strings that are shown, and the fonts they are shown in. What is said about the text is passed over. Saved and
 * restored states are not followed: nearly all programs name the font with every text.
 */
const SHOWN =
  /\/(?:ActualText|Alt|Lang)\s*(?:\((?:[^()\\]|\\[\s\S])*\)|<[\da-fA-F\s]*>)|\/([^\s\0()<>[\]{}/%]+)\s+[-+\d.]+\s+Tf\b|\(((?:[^()\\]|\\[\s\S]|\((?:[^()\\]|\\[\s\S])*\))*)\)|<([\da-fA-F\s]+)>/g

function readContent<Text>(content: string, fontOf: (name: string) => Font | null, read: ReadString<Text>): Text[] {
  const texts: Text[] = []
  let font: Font | null = null
  for (const [, name, literal, hexadecimal] of content.matchAll(SHOWN)) {
    if (name !== undefined) font = fontOf(name)
    else if (font === null) continue
    else if (literal !== undefined) texts.push(read(literal, false, font))
    else if (hexadecimal !== undefined) texts.push(read(hexadecimal, true, font))
  }
  return texts
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function unescaped(literal: string): string {
  if (!literal.includes('\\')) return literal
  return literal.replace(/\\(?:([0-7]{1,3})|(\r\n|[\s\S]))/g, (_, octal?: string, other?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
    return /^[\r\n]/.test(other ?? '') ? '' : (ESCAPES[other ?? ''] ?? other ?? '')
  })
}

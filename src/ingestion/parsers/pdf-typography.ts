import type { BlockDraft } from './assemble-document.ts'
import { shownTexts } from './pdf-content.ts'
import { pdfHeaderAt } from './pdf-header.ts'
import { readPdfObjects } from './pdf-objects.ts'
import type { PdfPage } from './pdf-page.ts'
import { readSecond } from './pdf-second-reader.ts'

/** What the first reader writes for each typographic mark. */
const STRAIGHT: Readonly<Record<string, string>> = {
  ...sameFor("'", "'‘’‚‛′"),
  ...sameFor('"', '"“”„‟″'),
  ...sameFor('-', '-‐‑‒–—―−'),
}

const ANY_MARK = /['‘’‚‛′"“”„‟″‐‑‒–—―−-]/g

function sameFor(straight: string, marks: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(marks, (mark) => [mark, straight]))
}

/** Letters and digits on both sides of a mark that tell which one it is, and on one side where the other differs. */
const LETTERS_ON_BOTH_SIDES = 5
const LETTERS_ON_ONE_SIDE = 10

/** Two marks of one kind in the same surroundings: it is not known which is meant. */
const AMBIGUOUS = ''

/**
 * Put back the quotation marks, apostrophes and dashes that the first reader writes as straight ones. The file itself
 * says which they are; it is read for its letters and marks alone, and each mark is found again by the letters around
 * it. Marks that are not found stay straight, as do those of later pages of an encrypted file and of rare encodings.
 */
export async function withTypography(bytes: Uint8Array, pages: readonly PdfPage[]): Promise<readonly PdfPage[]> {
  const marked = pages.filter(({ blocks }) => blocks.some(({ text }) => /['"-]/.test(text)))
  if (marked.length === 0) return pages
  const objects = readPdfObjects(bytes)
  const marks = marksOf(objects === null ? await decryptedTexts(bytes, marked) : shownTexts(objects))
  if (marks.size === 0) return pages
  return pages.map((page) => ({ ...page, blocks: restore(page.blocks, marks) }))
}

type Marks = ReadonlyMap<string, string>

interface Letters {
  letters: string
  readonly marks: PlacedMark[]
}

interface PlacedMark {
  readonly mark: string
  /** How many letters stand before it. */
  readonly at: number
  /** How many marks stand between it and the letter before. */
  readonly place: number
}

/** The second reader takes 8 ms a page, and is asked only where the file cannot be read directly. */
const MAXIMUM_DECRYPTED_PAGES = 20

async function decryptedTexts(bytes: Uint8Array, marked: readonly PdfPage[]): Promise<readonly string[]> {
  const numbers = marked.slice(0, MAXIMUM_DECRYPTED_PAGES).map(({ number }) => number)
  try {
    const { pages } = await readSecond(bytes.subarray(Math.max(0, pdfHeaderAt(bytes))), numbers)
    return pages.map(({ pieces }) => pieces.map(({ text }) => text).join(''))
  } catch {
    // Straight marks are better than no text.
    return []
  }
}

function marksOf(texts: Iterable<string>): Marks {
  const marks = new Map<string, string>()
  for (const shown of texts) {
    const text: Letters = { letters: '', marks: [] }
    addText(text, shown)
    for (const { at, mark, place } of text.marks) {
      for (const key of keysOf(`${STRAIGHT[mark] ?? mark}${place}`, text.letters, at)) {
        const before = marks.get(key)
        marks.set(key, before === undefined || before === mark ? mark : AMBIGUOUS)
      }
    }
  }
  return marks
}

function keysOf(straight: string, letters: string, at: number): string[] {
  const before = letters.slice(Math.max(0, at - LETTERS_ON_ONE_SIDE), at)
  const after = letters.slice(at, at + LETTERS_ON_ONE_SIDE)
  const both = `${before.slice(-LETTERS_ON_BOTH_SIDES)}${straight}${after.slice(0, LETTERS_ON_BOTH_SIDES)}`
  return [
    both,
    ...(before.length < LETTERS_ON_ONE_SIDE ? [] : [before + straight]),
    ...(after.length < LETTERS_ON_ONE_SIDE ? [] : [straight + after]),
  ]
}

function restore(blocks: readonly BlockDraft[], marks: Marks): readonly BlockDraft[] {
  const page: Letters = { letters: '', marks: [] }
  for (const { text } of blocks) addText(page, text)
  let next = 0
  return blocks.map((block) => {
    const text = block.text.replace(ANY_MARK, (character) => {
      const found = page.marks[next]
      next += 1
      // A mark that is not straight was read by the second reader.
      return found === undefined || STRAIGHT[character] !== character ? character : markFor(found, page.letters, marks)
    })
    return text === block.text ? block : { ...block, text }
  })
}

function markFor({ mark: straight, at, place }: PlacedMark, letters: string, marks: Marks): string {
  const [both = '', ...sides] = keysOf(`${straight}${place}`, letters, at)
  const certain = marks.get(both)
  if (certain !== undefined && certain !== AMBIGUOUS) return certain
  const found = new Set(sides.map((side) => marks.get(side)).filter((mark) => mark !== undefined))
  const [only] = found
  return found.size === 1 && only !== undefined && only !== AMBIGUOUS ? only : straight
}

function addText(into: Letters, text: string): void {
  let from = 0
  for (const { 0: mark, index } of text.matchAll(ANY_MARK)) {
    into.letters += lettersOf(text.slice(from, index))
    addMark(into, mark)
    from = index + mark.length
  }
  into.letters += lettersOf(text.slice(from))
}

function addMark(into: Letters, mark: string): void {
  const at = into.letters.length
  const before = into.marks.at(-1)
  into.marks.push({ mark, at, place: before?.at === at ? before.place + 1 : 0 })
}

/** Letters as both readers know them: without accents, ligatures apart. */
function lettersOf(text: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII as a whole
  if (/^[\x00-\x7f]*$/.test(text)) return text.replace(/[^a-zA-Z\d]+/g, '').toLowerCase()
  return text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase()
}

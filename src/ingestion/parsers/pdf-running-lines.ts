import type { BlockDraft } from './assemble-document.ts'
import { cleanLine } from './clean-text.ts'
import type { PdfPage } from './pdf-page.ts'

/** Share of a page's height, above and below, in which headers and footers stand. */
const BAND = 0.12
const LONGEST_RUNNING_LINE = 200

/**
 * A line runs through a document that has it on half of its pages, and through a chapter that has it on most of its left
 * or right pages. Tables that go on for three pages have their headings there too.
 */
const FEWEST_PAGES = 3
const SHARE_OF_DOCUMENT = 0.5
const FEWEST_PAGES_OF_CHAPTER = 6
const SHARE_OF_CHAPTER = 0.4

const WORD = /\p{L}{2,}/gu
const WHOLE_NUMBER = /(?<![\p{L}\p{N}.,-])\d{1,4}(?![\p{L}\p{N},-]|\.\d)/gu

/**
 * The blocks of all pages. Headers and footers stand where they come first, as paragraphs, and no more; lines that only
 * count the pages are left out. Whatever else stands at the end of a page is text of the document: a footnote, the line
 * before a signature.
 */
export function withoutRunningLines(pages: readonly PdfPage[]): BlockDraft[] {
  const running = runningLines(pages)
  const seen = new Set<string>()
  return pages.flatMap((page) =>
    page.blocks.flatMap((block): BlockDraft[] => {
      const line = linesOf(block, page).find((candidate) => running.has(candidate))
      if (line === undefined) return [block]
      if (seen.has(line) || !/\p{L}/u.test(block.text)) return []
      seen.add(line)
      // Never a heading: what follows is no section of it.
      return [{ ...block, kind: 'paragraph' }]
    }),
  )
}

function runningLines(pages: readonly PdfPage[]): Set<string> {
  const numbers = new Map<string, Set<number>>()
  for (const page of pages) {
    for (const line of page.blocks.flatMap((block) => linesOf(block, page))) {
      const found = numbers.get(line)
      if (found === undefined) numbers.set(line, new Set([page.number]))
      else found.add(page.number)
    }
  }
  const running = Array.from(numbers).filter(([, found]) => runsThrough(found, pages.length))
  return new Set(running.map(([line]) => line))
}

function runsThrough(found: ReadonlySet<number>, pages: number): boolean {
  if (found.size < FEWEST_PAGES) return false
  if (found.size >= pages * SHARE_OF_DOCUMENT) return true
  const chapter = Math.max(...found) - Math.min(...found) + 1
  return found.size >= FEWEST_PAGES_OF_CHAPTER && found.size >= chapter * SHARE_OF_CHAPTER
}

/**
 * What a block at the upper or lower end of a page has in common with those of other pages: its text, its text with the
 * first or the last number counted from the number of the page, or its words, when they say more than "Exhibit 10".
 */
function linesOf({ kind, box, text }: BlockDraft, { number, height }: PdfPage): string[] {
  if (box === undefined || kind === 'table' || text.length > LONGEST_RUNNING_LINE) return []
  const isAbove = box.y + box.height <= height * BAND
  if (!isAbove && box.y < height * (1 - BAND)) return []
  const line = `${isAbove ? 'above' : 'below'} ${cleanLine(text)}`
  const counted = [...line.matchAll(WHOLE_NUMBER)].map(
    ({ 0: digits, index }) =>
      `${line.slice(0, index)}page + ${Number(digits) - number}${line.slice(index + digits.length)}`,
  )
  const words = line.match(WORD) ?? []
  return [line, ...counted.slice(0, 1), ...counted.slice(1).slice(-1), ...(words.length < 4 ? [] : [words.join(' ')])]
}

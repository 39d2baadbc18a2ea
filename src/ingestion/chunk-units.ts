import { splitSentences } from '../language/sentences.ts'
import type { Block, ParsedDocument } from './parsed-document.ts'

/** Counts the tokens of a text the way the language models that read it do. */
export type TokenCounter = (text: string) => number

/** The smallest piece a chunk is made of: a sentence, a table row, a line of code or a heading. */
export interface Unit {
  readonly start: number
  readonly end: number
  readonly page: number | null
  /** Tokens of the unit and of what separates it from the next. */
  readonly tokens: number
  readonly isHeading: boolean
  /** True for the name of a file inside the file, where nothing of the one before may stand in the same chunk. */
  readonly startsPart: boolean
  /** Headings above the unit, outermost first; a heading is the last of its own path. */
  readonly path: readonly string[]
  /** First row of the table this row belongs to; null outside of tables and for that row itself. */
  readonly tableHeader: string | null
}

/** Deeper headings are too often bold lines that parsers took for headings. */
const MAXIMUM_PATH_LENGTH = 3

/** A heading path is a label: longer headings and table headers are cut. */
const MAXIMUM_LABEL_LENGTH = 200

/** A heading this long is a paragraph in large type. */
const MAXIMUM_HEADING_TOKENS = 64

/** White space between two units costs at most one token. */
const SEPARATOR_TOKENS = 1

/** Shorter than the rarest text of so many tokens; keeps the cost of cutting a long line linear. */
const LONGEST_TOKEN_IN_CHARACTERS = 8

interface Heading {
  readonly level: number
  readonly text: string
}

interface Span {
  readonly start: number
  readonly end: number
}

/** Take a document apart into units of at most `limit` tokens, in order, with their headings. */
export function* unitsOf(parsed: ParsedDocument, limit: number, counter: TokenCounter): Generator<Unit> {
  const countTokens = rememberingLast(counter)
  const headings: Heading[] = []
  const measure = (span: Span) => countTokens(parsed.text.slice(span.start, span.end)) + SEPARATOR_TOKENS
  for (const block of parsed.blocks) {
    const isHeading = block.kind === 'heading' && measure(block) <= MAXIMUM_HEADING_TOKENS
    if (isHeading) enter(headings, { level: block.level ?? 1, text: parsed.text.slice(block.start, block.end) })
    const path = headings.slice(0, MAXIMUM_PATH_LENGTH).map((heading) => label(heading.text))
    let tableHeader: string | null = null
    let startsPart = block.startsPart === true
    for (const span of spansOf(parsed.text, block)) {
      for (const piece of cutToLimit(parsed.text, span, limit, countTokens)) {
        yield { ...piece, page: block.page, tokens: measure(piece), isHeading, startsPart, path, tableHeader }
        startsPart = false
      }
      if (block.kind === 'table') tableHeader ??= label(parsed.text.slice(span.start, span.end))
    }
  }
}

/** Most units are asked for twice, whether they fit and what they count; counting is most of the work of chunking. */
function rememberingLast(count: TokenCounter): TokenCounter {
  let last = ''
  let tokens = count(last)
  return (text) => {
    if (text !== last) {
      last = text
      tokens = count(text)
    }
    return tokens
  }
}

function enter(headings: Heading[], heading: Heading): void {
  while ((headings.at(-1)?.level ?? 0) >= heading.level) headings.pop()
  headings.push(heading)
}

function label(text: string): string {
  return text.slice(0, MAXIMUM_LABEL_LENGTH).replace(/\s+/g, ' ').toWellFormed().trim()
}

function spansOf(text: string, block: Block): readonly Span[] {
  const content = text.slice(block.start, block.end)
  if (block.kind === 'heading') return [block]
  const spans = block.kind === 'table' || block.kind === 'code' ? lines(content) : splitSentences(content)
  return spans.map((span) => ({ start: block.start + span.start, end: block.start + span.end }))
}

function lines(content: string): Span[] {
  const spans: Span[] = []
  let start = 0
  for (const line of content.split('\n')) {
    if (line.trim() !== '') spans.push({ start, end: start + line.length })
    start += line.length + 1
  }
  return spans
}

/** Cut a span above the limit, at white space where there is some. */
function* cutToLimit(text: string, span: Span, limit: number, countTokens: TokenCounter): Generator<Span> {
  let start = span.start
  while (start < span.end) {
    const end = pieceEnd(text, { start, end: span.end }, limit, countTokens)
    yield { start, end }
    start = end
    while (start < span.end && /\s/.test(text.charAt(start))) start += 1
  }
}

function pieceEnd(text: string, span: Span, limit: number, countTokens: TokenCounter): number {
  const { start } = span
  let end = Math.min(span.end, start + limit * LONGEST_TOKEN_IN_CHARACTERS)
  for (;;) {
    const tokens = countTokens(text.slice(start, end)) + SEPARATOR_TOKENS
    if (tokens <= limit) break
    end = start + Math.max(1, Math.floor(((end - start) * limit * 0.95) / tokens))
    if (end === start + 1) break
  }
  return end === span.end ? end : boundaryBefore(text, start, end)
}

function boundaryBefore(text: string, start: number, end: number): number {
  const lowest = start + Math.floor((end - start) / 2)
  for (let at = end; at > lowest; at -= 1) if (/\s/.test(text.charAt(at - 1))) return trimEnd(text, start, at)
  const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1))
  return splitsPair && end - 1 > start ? end - 1 : splitsPair ? end + 1 : end
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end
  while (at > start + 1 && /\s/.test(text.charAt(at - 1))) at -= 1
  return at
}

import { type TokenCounter, type Unit, unitsOf } from './chunk-units.ts'
import type { Chunk, ParsedDocument } from './parsed-document.ts'

/** Changes whenever equal files could get other chunks; part of the name of an index generation. */
export const CHUNKER_VERSION = 'units-1'

export interface ChunkOptions {
  /** No chunk is larger. */
  readonly maximumTokens: number
  /** A chunk that goes on in the middle of a section repeats at most so many tokens of the one before. */
  readonly overlapTokens: number
  readonly countTokens: TokenCounter
}

/** A heading ends the chunk before it once that is this full; smaller sections share a chunk. */
const FULL_ENOUGH = 1 / 4

/**
 * Cut a document into chunks of whole sentences and table rows. Every chunk is `text.slice(start, end)` of the
 * canonical text and stands on one page, so that a citation of it names the right one, and in one part of a mail or an archive.
 * A chunk that starts inside a table carries the header row at the end of its heading path.
 */
export function chunkDocument(parsed: ParsedDocument, options: ChunkOptions): Chunk[] {
  const { maximumTokens, overlapTokens, countTokens } = options
  const chunks: Chunk[] = []
  let current: Unit[] = []

  function close(overlap: boolean): void {
    const dangling = overlap ? danglingHeadings(current) : []
    const whole = current.slice(0, current.length - dangling.length)
    emit(chunks, parsed.text, whole, options)
    current = overlap && dangling.length === 0 ? overlapOf(whole, overlapTokens) : dangling
  }

  // With units this small one always fits beside the overlap, so no chunk is ever nothing but a repetition.
  for (const unit of unitsOf(parsed, maximumTokens - overlapTokens, countTokens)) {
    const tokens = tokensOf(current)
    const hasBody = current.some((other) => !other.isHeading)
    const turnsPage = current.length > 0 && current.at(-1)?.page !== unit.page
    const startsSection = unit.isHeading && hasBody && tokens >= maximumTokens * FULL_ENOUGH
    if (turnsPage || startsSection || unit.startsPart) close(false)
    else if (tokens + unit.tokens > maximumTokens) close(true)
    current.push(unit)
  }
  close(false)
  return chunks
}

function tokensOf(units: readonly Unit[]): number {
  return units.reduce((sum, unit) => sum + unit.tokens, 0)
}

/** Headings at the end of a chunk belong to what follows, unless the chunk is nothing but headings. */
function danglingHeadings(units: readonly Unit[]): Unit[] {
  const last = units.findLastIndex((unit) => !unit.isHeading)
  return last < 0 ? [] : units.slice(last + 1)
}

/** The last units of a chunk that fit into the overlap, back to a heading at most. */
function overlapOf(units: readonly Unit[], overlapTokens: number): Unit[] {
  let tokens = 0
  let from = units.length
  while (from > 1) {
    const unit = units[from - 1]
    if (unit === undefined || unit.isHeading || tokens + unit.tokens > overlapTokens) break
    tokens += unit.tokens
    from -= 1
  }
  return units.slice(from)
}

function emit(chunks: Chunk[], text: string, units: readonly Unit[], options: ChunkOptions): void {
  const first = units[0]
  const last = units.at(-1)
  if (first === undefined || last === undefined) return
  const slice = text.slice(first.start, last.end)
  const tokens = options.countTokens(slice)
  // Tokens are counted unit by unit; joined they are seldom more, and then the chunk is halved.
  if (tokens > options.maximumTokens && units.length > 1) {
    const middle = Math.ceil(units.length / 2)
    emit(chunks, text, units.slice(0, middle), options)
    emit(chunks, text, units.slice(middle), options)
    return
  }
  const heading = headingOf(units)
  const { start } = first
  chunks.push({
    ordinal: chunks.length,
    text: slice,
    start,
    end: last.end,
    page: first.page,
    pageEnd: last.page,
    heading,
    tokens,
  })
}

/** Headings that all of the chunk stands under; the header row as well when the chunk starts inside a table. */
function headingOf(units: readonly Unit[]): string[] {
  const body = units.filter((unit) => !unit.isHeading)
  const path = body.length === 0 ? (units.at(-1)?.path ?? []) : commonPath(body)
  const header = units[0]?.tableHeader ?? null
  return header === null ? [...path] : [...path, header]
}

function commonPath(units: readonly Unit[]): readonly string[] {
  let common = units[0]?.path ?? []
  for (const { path } of units) {
    const differs = common.findIndex((heading, index) => path[index] !== heading)
    if (differs >= 0) common = common.slice(0, differs)
  }
  return common
}

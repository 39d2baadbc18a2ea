import { type Options, parse } from 'csv-parse/sync'
import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, tableText } from './assemble-document.ts'
import { decodeText } from './decode-text.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const

/** Lines looked at to find the delimiter. */
const SAMPLE_LINES = 20

/** Read comma, semicolon, tab or bar separated values as one table, header row first. */
export function parseCsv(bytes: Uint8Array): ParsedDocument {
  const text = decodeText(bytes)
  const rows = readRows(text, delimiterOf(text))
  return assembleDocument([{ kind: 'table', text: tableText(rows) }])
}

function readRows(text: string, delimiter: string): string[][] {
  const options: Options = {
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  }
  try {
    return parse(text, options)
  } catch {
    // An unclosed quote would swallow the rest of the file: then quotes are only characters.
    return parse(text, { ...options, quote: null })
  }
}

/** The delimiter that divides the first lines into the same number (above one) of cells most often. */
export function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 65_536)
    .replace(/"(?:[^"]|"")*"/g, 'quoted')
    .split(/\r?\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_LINES)
  let best: string = DELIMITERS[0]
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const score = agreement(lines.map((line) => line.split(delimiter).length))
    if (score > bestScore) [best, bestScore] = [delimiter, score]
  }
  return best
}

/** How many lines have the most frequent number of cells, weighed a little by that number. */
function agreement(counts: readonly number[]): number {
  const lines = new Map<number, number>()
  for (const count of counts) if (count > 1) lines.set(count, (lines.get(count) ?? 0) + 1)
  let best = 0
  for (const [cells, times] of lines) best = Math.max(best, times + Math.min(cells, 50) / 100)
  return best
}

import type { ParsedDocument } from '../ingestion/parsed-document.ts'

/** Blocks of a document as `kind: text`, headings with their level and paged ones with their page, to compare at a glance. */
export function parsedBlocks(parsed: ParsedDocument): string[] {
  return parsed.blocks.map(({ kind, level, page, start, end }) => {
    const place = page === null ? '' : ` p${page}`
    return `${kind}${level ?? ''}${place}: ${parsed.text.slice(start, end)}`
  })
}

import type { FailureReason } from '../contracts/documents.ts'

export const BLOCK_KINDS = ['heading', 'paragraph', 'list_item', 'table', 'code'] as const
export type BlockKind = (typeof BLOCK_KINDS)[number]

/** A piece of the canonical text: `text.slice(start, end)`. Blocks are in reading order and do not overlap. */
export interface Block {
  readonly kind: BlockKind
  /** Heading level, 1 to 6; only on headings. */
  readonly level?: number
  /** 1-based page, slide or sheet; null for formats without pages. */
  readonly page: number | null
  readonly start: number
  readonly end: number
}

/** What a parser makes of a file: one canonical text of blocks joined by a blank line. */
export interface ParsedDocument {
  readonly title: string | null
  readonly text: string
  readonly blocks: readonly Block[]
  /** Number of pages, slides or sheets; null for formats without pages. */
  readonly pages: number | null
  /** 1-based pages that hold no text (scans, empty pages). */
  readonly pagesWithoutText: readonly number[]
}

/** A chunk of a document. `text` equals the canonical text from `start` to `end`; the heading path is not part of it. */
export interface Chunk {
  readonly ordinal: number
  readonly text: string
  readonly start: number
  readonly end: number
  readonly page: number | null
  readonly pageEnd: number | null
  readonly heading: readonly string[]
  readonly tokens: number
}

/** What the parsing child sends back for one file. */
export type ParseOutcome =
  | {
      readonly type: 'text'
      readonly mediaType: string
      readonly title: string | null
      readonly text: string
      readonly chunks: readonly Chunk[]
      readonly pages: number | null
      readonly pagesWithoutText: readonly number[]
    }
  | { readonly type: 'needs_ocr'; readonly mediaType: string; readonly pages: number | null; readonly detail: string }
  | { readonly type: 'failed'; readonly mediaType: string; readonly reason: FailureReason; readonly detail: string }

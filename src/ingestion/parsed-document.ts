import type { FileFailureReason } from '../contracts/documents.ts'
import type { PersonalDataCounts } from '../contracts/personal-data.ts'

export const BLOCK_KINDS = ['heading', 'paragraph', 'list_item', 'table', 'code'] as const
export type BlockKind = (typeof BLOCK_KINDS)[number]

/** A place on a page, in points; x and y count from its top left corner, as the page is shown. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A piece of the canonical text: `text.slice(start, end)`. Blocks are in reading order and do not overlap. */
export interface Block {
  readonly kind: BlockKind
  /** Heading level, 1 to 6; only on headings. */
  readonly level?: number
  /** Set on the name of a file inside this one: what follows has nothing to do with what was before. */
  readonly startsPart?: true
  /** 1-based page, slide or sheet; null for formats without pages. */
  readonly page: number | null
  /** Where the block stands on its page; only for formats with fixed pages. */
  readonly box?: Box
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
  /** Sentences on what a reader of the text has to know: how it was read, what was left out. */
  readonly warnings: readonly string[]
  /** Language of the text as ISO 639-1 code where the file names it; null leaves it to be detected. */
  readonly language: string | null
  /** How often each kind of personal data was found; left out when none was looked for. */
  readonly personalData?: PersonalDataCounts
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
  /** True when it talks to a model instead of to a reader. */
  readonly suspicious?: boolean
}

/** What was looked for and found in a text; a part that is left out was not looked for. */
export interface Findings {
  readonly personalData?: PersonalDataCounts
  /** Passages that talk to a model instead of to a reader. */
  readonly suspiciousPassages?: number
}

/** What the parsing child sends back for one file. */
export type ParseOutcome =
  | {
      readonly type: 'text'
      readonly mediaType: string
      readonly title: string | null
      readonly text: string
      readonly blocks: readonly Block[]
      readonly chunks: readonly Chunk[]
      readonly pages: number | null
      readonly pagesWithoutText: readonly number[]
      readonly warnings: readonly string[]
      /** ISO 639-1 code; null when unsure. */
      readonly language: string | null
      /** What was noticed in the text; null when nothing was looked for. */
      readonly findings: Findings | null
    }
  | { readonly type: 'needs_ocr'; readonly mediaType: string; readonly pages: number | null; readonly detail: string }
  | { readonly type: 'failed'; readonly mediaType: string; readonly reason: FileFailureReason; readonly detail: string }

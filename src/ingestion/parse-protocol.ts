import type { Box, ParseOutcome } from './parsed-document.ts'
import type { Recognition } from './recognition.ts'
import type { Redaction } from './redact/redact-document.ts'

/** One file to read. */
export interface ParseRequest {
  readonly bytes: Uint8Array
  readonly fileName: string
}

/** Words of a PDF to find on their page. */
export interface LocateRequest {
  readonly bytes: Uint8Array
  /** 1-based. */
  readonly page: number
  readonly text: string
}

/** Where words stand: the whole page when nothing better is known. Rectangles are in points of the page as shown. */
export interface LocatedQuote {
  readonly page: number
  readonly pageWidth: number
  readonly pageHeight: number
  /** What the rectangles are around: the words, the paragraphs they belong to, or the page. */
  readonly precision: 'words' | 'block' | 'page'
  readonly rectangles: readonly Box[]
}

/** What the server sends to a parsing child: one file at a time. */
export type ChildRequest = (
  | ({
      readonly type: 'parse'
      readonly redaction?: Redaction | null
      readonly injectionScan?: boolean
      /** Send the chunks without the text and its blocks, which are as large again. */
      readonly chunksOnly?: boolean
    } & ParseRequest)
  | ({ readonly type: 'locate' } & LocateRequest)
) & {
  readonly recognition: Recognition | null
}

/** How a request ends in the child. */
export type ChildAnswer =
  | { readonly type: 'outcome'; readonly outcome: ParseOutcome }
  /** Null when the bytes are no PDF that can be read, or have no such page. */
  | { readonly type: 'located'; readonly located: LocatedQuote | null }

/** What a parsing child sends back: `ready` once after its start, then one answer per request. */
export type ChildReply =
  | { readonly type: 'ready' }
  /** Before the answer: text recognition starts, which takes longer than any other reading. */
  | { readonly type: 'recognising'; readonly pages: number }
  | ChildAnswer

import type { Box } from '../parsed-document.ts'
import type { BlockDraft } from './assemble-document.ts'

/** A run of text and where it stands on the page. */
export interface TextPiece extends Box {
  readonly text: string
  /** How sure text recognition was, 0 to 1; only on recognised pieces. */
  readonly confidence?: number
}

/** One page as a reader gave it back, whichever reader it was. */
export interface PdfPage {
  /** 1-based. */
  readonly number: number
  /** Size as shown, in points. */
  readonly width: number
  readonly height: number
  readonly blocks: readonly BlockDraft[]
  /** All text of the page, in the order in which the reader found it. */
  readonly pieces: readonly TextPiece[]
}

/** Letters and digits of a text: what two readers of the same words agree on. */
export function lettersOf(text: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII as a whole, four times faster
  if (/^[\x00-\x7f]*$/.test(text)) return text.replace(/[^a-zA-Z\d]+/g, '').toLowerCase()
  return text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

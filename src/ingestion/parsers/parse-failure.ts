import type { FileFailureReason } from '../../contracts/documents.ts'

/** A file that cannot be read, with the reason and one sentence that says what to do. */
export class ParseFailure extends Error {
  readonly reason: FileFailureReason

  constructor(reason: FileFailureReason, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'ParseFailure'
    this.reason = reason
  }
}

/** A file whose pages hold images of text: readable once text recognition has run. */
export class OcrNeeded extends Error {
  readonly pages: number | null

  constructor(pages: number | null, detail: string) {
    super(detail)
    this.name = 'OcrNeeded'
    this.pages = pages
  }
}

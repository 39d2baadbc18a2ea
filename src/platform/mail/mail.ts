/** A letter to people. */
export interface Letter {
  /** Names the letter: sent twice, mail programs show it once. Letters, figures, dots and hyphens. */
  readonly id: string
  readonly to: readonly string[]
  readonly subject: string
  /** Plain text. */
  readonly text: string
  readonly attachment: { readonly fileName: string; readonly mediaType: string; readonly content: Buffer }
}

/** Sends letters. */
export interface Mail extends AsyncDisposable {
  /** Resolves when the mail server has taken the letter for all recipients. Throws with its words when it has not. */
  readonly send: (letter: Letter, signal: AbortSignal) => Promise<void>
}

import type { ParseOutcome } from './parsed-document.ts'

/** What the server sends to a parsing child: one file at a time. */
export interface ParseRequest {
  readonly bytes: Uint8Array
  readonly fileName: string
}

/** What a parsing child sends back: `ready` once after its start, then one outcome per request. */
export type ParseReply = { readonly type: 'ready' } | { readonly type: 'outcome'; readonly outcome: ParseOutcome }

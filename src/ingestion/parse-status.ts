import type { ParseOutcome } from './parsed-document.ts'

/** How reading a file ended, in one word. */
export type ParseStatus = 'ok' | 'needs_ocr' | 'encrypted' | 'corrupt' | 'unsupported' | 'empty' | 'timeout'

/** The word for an outcome; whatever stops at a limit of time, memory or size is a `timeout`. */
export function parseStatus(outcome: ParseOutcome): ParseStatus {
  if (outcome.type === 'text') return 'ok'
  if (outcome.type === 'needs_ocr') return 'needs_ocr'
  const { reason } = outcome
  if (reason === 'out-of-memory' || reason === 'too-large') return 'timeout'
  return reason === 'internal' ? 'corrupt' : reason
}

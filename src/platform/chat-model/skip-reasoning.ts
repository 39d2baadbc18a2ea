const OPENING = '<think>'
const CLOSING = '</think>'

/**
 * Make a filter for pieces of text that leaves out the `<think>…</think>` block some open models begin with:
 * it is not part of the answer. Give it each piece; it returns what may be passed on.
 */
export function createReasoningFilter(): (piece: string) => string {
  let held = ''
  let state: 'undecided' | 'thinking' | 'answering' = 'undecided'
  return (piece) => {
    if (state === 'answering') return piece
    held += piece
    if (state === 'undecided') {
      const start = held.trimStart()
      if (!start.startsWith(OPENING) && !OPENING.startsWith(start)) {
        state = 'answering'
        return held
      }
      if (start.startsWith(OPENING)) state = 'thinking'
    }
    const end = held.indexOf(CLOSING)
    if (state !== 'thinking' || end < 0) return ''
    state = 'answering'
    return held.slice(end + CLOSING.length)
  }
}

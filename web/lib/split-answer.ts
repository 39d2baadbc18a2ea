import { REMOVED_SENTENCE } from '../../src/contracts/removed-sentence.ts'

/** A piece of an answer's paragraph: words, a footnote marker, or the place of a sentence that was taken out. */
export type AnswerPiece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'removed' }
  | { readonly type: 'footnote'; readonly number: number }

const MARKER = /\[(\d{1,4})\]/g
/** The beginning of a marker that has not fully arrived; shown, it would flicker as `[1` and then turn into a footnote. */
const UNFINISHED_MARKER = /\s?\[\d{0,4}$/

/**
 * Cut answer text into paragraphs of words and footnotes. Only numbers in `known` become footnotes: any other bracket is
 * the document's own text. While `streaming`, a half-arrived marker at the end is held back.
 */
export function splitAnswer(text: string, known: ReadonlySet<number>, streaming: boolean): readonly AnswerPiece[][] {
  const settled = streaming ? text.replace(UNFINISHED_MARKER, '') : text
  return settled
    .split(/\n+/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => piecesOf(paragraph, known))
}

/** The numbers behind a sentence that was taken out lead nowhere, so they go with it. */
const NUMBERS_OF_REMOVED = /^ (?:\[\d{1,4}\])+/

function piecesOf(paragraph: string, known: ReadonlySet<number>): AnswerPiece[] {
  const [before = '', ...behind] = paragraph.split(REMOVED_SENTENCE)
  const rest = behind.map((words) => piecesOfWords(words.replace(NUMBERS_OF_REMOVED, ''), known))
  const removed: readonly AnswerPiece[] = [{ type: 'removed' }]
  return [...piecesOfWords(before, known), ...rest.flatMap((pieces) => removed.concat(pieces))]
}

function piecesOfWords(paragraph: string, known: ReadonlySet<number>): AnswerPiece[] {
  const pieces: AnswerPiece[] = []
  let from = 0
  for (const marker of paragraph.matchAll(MARKER)) {
    const number = Number(marker[1])
    if (!known.has(number)) continue
    // The marker is set as a superscript, so the space before it would only open a gap.
    pushText(pieces, paragraph.slice(from, marker.index).trimEnd())
    pieces.push({ type: 'footnote', number })
    from = marker.index + marker[0].length
  }
  pushText(pieces, paragraph.slice(from))
  return pieces
}

function pushText(pieces: AnswerPiece[], text: string): void {
  if (text !== '') pieces.push({ type: 'text', text })
}

import { REMOVED_SENTENCE } from '../../src/contracts/removed-sentence.ts'

/** A piece of an answer's paragraph: words, a footnote marker, or the place of a sentence that was taken out. */
export type AnswerPiece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'removed' }
  | { readonly type: 'footnote'; readonly number: number }

const MARKER = /\[(\d{1,4})\]/g
/** The beginning of a marker that has not fully arrived; shown, it would flicker as `[1` and then turn into a footnote. */
const UNFINISHED_MARKER = /\s?\[\d{0,4}$/

/** A paragraph, or a list; `start` is the number of its first item when they are numbered. */
export type AnswerBlock =
  | { readonly type: 'paragraph'; readonly pieces: readonly AnswerPiece[] }
  | { readonly type: 'list'; readonly start: number | null; readonly items: readonly (readonly AnswerPiece[])[] }

/** How an item of a list begins; the mark may have arrived without its words. */
const ITEM = /^(?:-|(\d{1,3})\.)(?: +|$)/

/**
 * Cut answer text into paragraphs and lists of words and footnotes. Only numbers in `known` become footnotes: any other bracket is
 * the document's own text. While `streaming`, a half-arrived marker at the end is held back.
 */
export function splitAnswer(text: string, known: ReadonlySet<number>, streaming: boolean): readonly AnswerBlock[] {
  const settled = streaming ? text.replace(UNFINISHED_MARKER, '') : text
  const lines = settled.split(/\n+/).filter((line) => line.trim() !== '')
  return lines.reduce<readonly AnswerBlock[]>((blocks, line) => withLine(blocks, line, known), [])
}

function withLine(blocks: readonly AnswerBlock[], line: string, known: ReadonlySet<number>): readonly AnswerBlock[] {
  const item = ITEM.exec(line)
  if (item === null) return [...blocks, { type: 'paragraph', pieces: piecesOf(line, known) }]
  const pieces = piecesOf(line.slice(item[0].length), known)
  const start = item[1] === undefined ? null : Number(item[1])
  const last = blocks.at(-1)
  if (last?.type !== 'list' || (last.start === null) !== (start === null))
    return [...blocks, { type: 'list', start, items: [pieces] }]
  return [...blocks.slice(0, -1), { ...last, items: [...last.items, pieces] }]
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

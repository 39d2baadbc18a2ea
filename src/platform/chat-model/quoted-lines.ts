import type { QuotedLine, QuotedWords } from './chat-model.ts'
import type { Piece } from './passage-pieces.ts'
import type { Extent, Run } from './piece-extent.ts'

const NUMBER = /^\(?(\d{1,3})[.)]\s+/
const BULLET = /^[^\p{L}\p{N}\s(]\s+/u
/** What stands for every mark that is no number. */
const DASH = '-'

/** The words of a run, of a list line by line. */
export function quotedWords(pieces: readonly Piece[], run: Run, { items, leftOut }: Omit<Extent, 'runs'>): QuotedWords {
  const lines = items === undefined ? [lineOf(pieces, run)] : listLines(pieces, run.from, items)
  const next = leftOut === undefined || leftOut === null ? undefined : pieces[leftOut]
  return { ...within(pieces, run), lines, leftOut: next === undefined ? null : markOf(next.text) }
}

/** Items alone, as they go on from another passage. */
export function quotedItems(pieces: readonly Piece[], items: Run): readonly QuotedLine[] {
  return pieces.slice(items.from, items.to + 1).map((piece): QuotedLine => {
    const mark = (NUMBER.exec(piece.text) ?? BULLET.exec(piece.text))?.[0] ?? ''
    const isMarked = piece.kind === 'list-item'
    return {
      start: piece.start + (isMarked ? mark.length : 0),
      end: piece.end,
      mark: isMarked ? markOf(piece.text) : DASH,
    }
  })
}

function listLines(pieces: readonly Piece[], from: number, items: Run): readonly QuotedLine[] {
  return [lineOf(pieces, { from, to: items.from - 1 }), ...quotedItems(pieces, items)]
}

/** An item that stands alone is no list: its bullet would mean nothing. */
function lineOf(pieces: readonly Piece[], run: Run): QuotedLine {
  const { start, end } = within(pieces, run)
  const first = pieces[run.from]
  const bullet = first?.kind === 'list-item' ? BULLET.exec(first.text)?.[0] : undefined
  return { start: start + (bullet?.length ?? 0), end, mark: null }
}

function within(pieces: readonly Piece[], { from, to }: Run): Pick<QuotedLine, 'start' | 'end'> {
  return { start: pieces[from]?.start ?? 0, end: pieces[to]?.end ?? 0 }
}

/** A mark as Markdown writes it: a number keeps its place, every other mark is a dash. */
function markOf(text: string): string {
  const number = NUMBER.exec(text)?.[1]
  return number === undefined ? DASH : `${number}.`
}

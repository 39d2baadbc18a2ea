import { withinBounds } from './announced-list.ts'
import type { NumberedPassage, QuotedLine } from './chat-model.ts'
import type { Quote } from './choose-quotes.ts'
import { type Piece, splitPassage } from './passage-pieces.ts'
import { quotedItems, quotedWords } from './quoted-lines.ts'

/** Where a list reaches the end of its passage, as at the turn of a page, quote also the items that the next one begins with. */
export function continueLists(quotes: readonly Quote[], passages: readonly NumberedPassage[]): readonly Quote[] {
  const [all, added]: [Quote[], Quote[]] = [[], []]
  for (const quote of quotes) {
    all.push(quote)
    const next = continuationOf(quote, passages)
    if (next === null) continue
    all.push(next)
    added.push(next)
  }
  // An item that was chosen by itself as well is shown in its list.
  const isShown = (quote: Quote) =>
    added.some((next) => next !== quote && next.passage === quote.passage && quote.start < next.end)
  return all.filter((quote) => !isShown(quote))
}

function continuationOf(quote: Quote, passages: readonly NumberedPassage[]): Quote | null {
  const { passage, end, lines, leftOut } = quote
  const last = lines.at(-1)
  const next = passages.find(({ continues }) => continues === passage.number)
  if (last === undefined || last.mark === null || next === undefined) return null
  if (leftOut !== null || end < passage.text.trimEnd().length) return null
  const pieces = splitPassage(next.text)
  const afterItems = pieces.findIndex(({ kind }) => kind !== 'list-item')
  const lastItem = (afterItems < 0 ? pieces.length : afterItems) - 1
  if (!isNextItem(quote, last, pieces[0])) return null
  const items = lines.filter(({ mark }) => mark !== null)
  const letters = items.reduce((sum, item) => sum + item.end - item.start, 0)
  const run = { from: 0, to: withinBounds(pieces, 0, lastItem, { items: items.length, letters }) }
  const words = quotedWords(pieces, run, { isList: true, leftOut: run.to < lastItem ? run.to + 1 : null })
  return { passage: next, ...words, lines: quotedItems(pieces, run) }
}

/** True when a passage begins with the number after the last one, or with the same bullet. */
function isNextItem({ passage }: Quote, { start, mark }: QuotedLine, first: Piece | undefined): boolean {
  if (first?.kind !== 'list-item' || mark === null) return false
  const number = Number.parseInt(mark, 10)
  if (!Number.isNaN(number)) return Number.parseInt(first.text.replace('(', ''), 10) === number + 1
  return passage.text.slice(0, start).trimEnd().at(-1) === first.text.at(0)
}

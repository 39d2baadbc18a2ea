import type { Analyser } from '../../language/analyser.ts'
import type { NumberedPassage } from './chat-model.ts'
import { announcerOf, splitPassage } from './passage-pieces.ts'
import { extentOf, MOST_ITEMS } from './piece-extent.ts'
import { rolesOf } from './piece-roles.ts'

/** Words that stand next to each other: `passage.text.slice(start, end)`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What is quoted as one: a sentence, a list with the line that announces it, a table row with its header. */
export interface Unit {
  readonly passage: NumberedPassage
  /** Position of its first piece, for telling neighbours. */
  readonly first: number
  /** Position of its last piece. */
  readonly last: number
  /** Two where a header row does not stand just above its row. */
  readonly spans: readonly Span[]
  readonly text: string
  readonly terms: ReadonlySet<string>
  /** The terms that count fully; of a list these are the words that announce it, so that long ones do not win by length. */
  readonly leading: ReadonlySet<string>
  /** What title, headings, the line that announces it and the sentence before say, without its own terms. */
  readonly context: ReadonlySet<string>
  readonly isList: boolean
}

/** What may be quoted of a passage, in document order. Headings, header rows and furniture are none by themselves. */
export function unitsOf(passage: NumberedPassage, asked: ReadonlySet<string>, analyser: Analyser): Unit[] {
  const pieces = splitPassage(passage.text)
  const headings = [passage.title, ...passage.heading]
  const roles = rolesOf(pieces, headings)
  const terms = pieces.map(({ text }) => analyser.analyse(text))
  const surroundings = analyser.analyse(headings.join('\n'))
  let section: readonly string[] = []
  const units: Unit[] = []
  for (const [index, piece] of pieces.entries()) {
    if (roles[index] === 'heading') section = terms[index] ?? []
    const found = extentOf(pieces, roles, terms, index, asked, analyser)
    if (found === null) continue
    const runs = found.runs.filter(({ from, to }) => from <= to)
    const own = new Set(runs.flatMap(({ from, to }) => terms.slice(from, to + 1).flat()))
    const first = Math.min(...runs.map(({ from }) => from))
    const announcer = terms[announcerOf(pieces, index, MOST_ITEMS) ?? -1] ?? []
    const around = [...surroundings, ...section, ...announcer, ...(terms[first - 1] ?? [])]
    const spans = runs.map(({ from, to }) => ({ start: pieces[from]?.start ?? 0, end: pieces[to]?.end ?? piece.end }))
    units.push({
      passage,
      first,
      last: Math.max(...runs.map(({ to }) => to)),
      spans,
      text: spans.map(({ start, end }) => passage.text.slice(start, end)).join('\n'),
      terms: own,
      leading: found.isAnnounced ? new Set(terms[index]) : own,
      context: new Set(around.filter((term) => !own.has(term))),
      isList: found.isList,
    })
  }
  return units
}

import type { Analyser } from '../../language/analyser.ts'
import { announcerOf } from './announced-list.ts'
import type { NumberedPassage, QuotedWords } from './chat-model.ts'
import { splitPassage } from './passage-pieces.ts'
import { extentOf } from './piece-extent.ts'
import { rolesOf } from './piece-roles.ts'
import { quotedWords } from './quoted-lines.ts'

/** What is quoted as one: a sentence, a list with the line that announces it, a table row with its header. */
export interface Unit {
  readonly passage: NumberedPassage
  /** Position of its first piece, for telling neighbours. */
  readonly first: number
  /** Position of its last piece. */
  readonly last: number
  /** Two where a header row does not stand just above its row. */
  readonly spans: readonly QuotedWords[]
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
  for (const index of pieces.keys()) {
    if (roles[index] === 'heading') section = terms[index] ?? []
    const found = extentOf(pieces, roles, terms, index, asked, analyser)
    if (found === null) continue
    const runs = found.runs.filter(({ from, to }) => from <= to)
    const own = new Set(runs.flatMap(({ from, to }) => terms.slice(from, to + 1).flat()))
    const first = Math.min(...runs.map(({ from }) => from))
    const announcer = terms[announcerOf(pieces, index) ?? -1] ?? []
    const around = [...surroundings, ...section, ...announcer, ...(terms[first - 1] ?? [])]
    const spans = runs.map((run) => quotedWords(pieces, run, found))
    units.push({
      passage,
      first,
      last: Math.max(...runs.map(({ to }) => to)),
      spans,
      text: spans.map(({ start, end }) => passage.text.slice(start, end)).join('\n'),
      terms: own,
      leading: found.leading === undefined ? own : new Set(found.leading.flatMap((at) => terms[at] ?? [])),
      context: new Set(around.filter((term) => !own.has(term))),
      isList: found.isList,
    })
  }
  return units
}

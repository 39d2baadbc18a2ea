import { assertNever } from '../contracts/assert-never.ts'
import type { Understood } from '../contracts/understood.ts'
import { plainLine } from './plain-line.ts'

/** What was read from a question, as sentences; the last one tells how to switch it off. Empty when nothing was. */
export function understoodNotes({ filters, corrections, expansions, phrases, notes }: Understood): readonly string[] {
  const said = [
    ...filters.map(({ kind, label }) => `Searched only ${placeOf(kind, plainLine(label))}.`),
    ...corrections.map(({ from, to }) => `Searched for '${plainLine(to)}' instead of '${plainLine(from)}'.`),
    ...expansions.map(({ from, to }) => `Searched for '${plainLine(to)}' as well as '${plainLine(from)}'.`),
    ...phrases.map((phrase) => `Kept only passages that hold "${plainLine(phrase)}" word for word.`),
    ...notes.map(sentenceOf),
  ]
  return said.length === 0 ? [] : [...said, 'Add --as-written to search for the words as they are.']
}

function placeOf(kind: Understood['filters'][number]['kind'], label: string): string {
  switch (kind) {
    case 'document':
      return `in the document "${label}"`
    case 'collection':
      return `in the collection "${label}"`
    case 'media_type':
      return `in ${label}`
    case 'updated_after':
    case 'updated_before':
      return `in documents updated ${label}`
    default:
      return assertNever(kind)
  }
}

function sentenceOf(note: Understood['notes'][number]): string {
  switch (note) {
    case 'phrase_not_found':
      return 'No passage that you may read holds the quoted words; they were searched for like others.'
    case 'filters_matched_nothing':
      return 'There is no document of the kind that the question names; all were searched.'
    default:
      return assertNever(note)
  }
}

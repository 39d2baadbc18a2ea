import type { Messages } from '../messages/en.ts'
import { sourcesOf } from './sources.ts'
import type { Turn } from './turn.ts'

/** The answer as plain text with its markers, then one line per source, for pasting elsewhere. */
export function answerForCopying(turn: Turn, messages: Messages): string {
  const sources = sourcesOf(turn).map((source) => {
    const place = [source.title, source.page === null ? '' : messages.source.page(source.page), ...source.heading]
    const name = place.filter((part) => part !== '').join(', ')
    return `${source.number === null ? '-' : `[${source.number}]`} ${name}: “${source.excerpt}”`
  })
  if (sources.length === 0) return turn.text
  return `${turn.text}\n\n${messages.answer.sources}\n${sources.join('\n')}\n`
}

import type { CallContext } from '../../contracts/call-context.ts'
import { MOST_TURNS, type Turn } from '../../contracts/conversations.ts'
import { problem } from '../../contracts/errors.ts'
import { MOST_EARLIER_TURNS } from '../../contracts/orchestration.ts'
import type { Database } from '../../platform/database/database.ts'
import { findConversation } from './conversations.ts'
import { readTurns } from './read-turns.ts'

/** Footnotes of an earlier answer mean nothing beside other passages. */
const MARKERS = /\s*\[\d+\]/g

/** A turn as the next question needs it: what the asker may still see, and no more. */
export interface EarlierTurn {
  /** The question as it stood for itself. */
  readonly question: string
  /** Without footnotes; '' when there was none. */
  readonly answer: string
  /** Heading, or title, of the passage that was cited first; null when nothing was. */
  readonly place: string | null
}

/**
 * The last turns of a conversation of the caller, oldest first. Throws `not-found` for one that is not the caller's, and
 * `not-allowed-now` for one that is full.
 */
export type HistoryReader = (conversationId: string, context: CallContext) => Promise<readonly EarlierTurn[]>

export function createHistoryReader(database: Database): HistoryReader {
  return async (id, context) => {
    const { questions } = await findConversation(database, id, context)
    if (questions >= MOST_TURNS)
      throw problem('not-allowed-now', `A conversation has at most ${MOST_TURNS} questions; begin another one.`)
    const turns = await readTurns(database, { id, newest: MOST_EARLIER_TURNS }, context)
    return turns.map(earlierTurn)
  }
}

function earlierTurn({ query, standalone_question, answer }: Turn): EarlierTurn {
  const [cited] = answer?.citations ?? []
  const place = cited !== undefined && 'document_id' in cited ? (cited.heading.at(-1) ?? cited.title) : null
  return { question: standalone_question ?? query, answer: answer?.answer.replaceAll(MARKERS, '') ?? '', place }
}

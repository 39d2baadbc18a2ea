import type { ConversationDetails } from '../../contracts/conversations.ts'
import { exportAnswer, plain } from '../export-answer.ts'

/** A conversation as Markdown with footnotes, to be kept or sent on. Each turn has footnotes of its own. */
export function exportConversation({ title, turns }: ConversationDetails): string {
  const written = turns.map((turn, place) => exportAnswer(turn, { level: 2, footnotes: `${place + 1}-` }))
  return [`# ${plain(title ?? 'Conversation')}\n`, ...written].join('\n')
}

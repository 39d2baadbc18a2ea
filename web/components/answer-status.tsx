import { assertNever } from '../../src/contracts/assert-never.ts'
import type { Turn } from '../lib/turn.ts'
import type { Messages } from '../messages/en.ts'
import { useMessages } from './preferences-provider.tsx'

/** One short sentence for screen readers; the answer itself is not announced word by word. */
export function AnswerStatus({ turn }: { readonly turn: Turn | undefined }) {
  const messages = useMessages()
  return <output className="sr-only">{statusOf(turn, messages)}</output>
}

function statusOf(turn: Turn | undefined, messages: Messages): string {
  if (turn === undefined) return ''
  switch (turn.phase) {
    case 'searching':
    case 'answering':
      return messages.answer.statusAnswering
    case 'done':
      return turn.answer?.outcome === 'abstained' ? messages.answer.statusAbstained : messages.answer.statusReady
    case 'stopped':
      return messages.answer.statusStopped
    case 'failed':
      return messages.answer.statusFailed
    default:
      return assertNever(turn.phase)
  }
}

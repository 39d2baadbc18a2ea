import pc from 'picocolors'
import type { Config } from '../config.ts'
import { DeadLetterPage, type DeadLetterSummary, DiscardReply, ReplayReply } from '../contracts/dead-letters.ts'
import type { ApiClient } from './api-client.ts'
import { plainLine } from './plain-line.ts'
import { withClient } from './with-client.ts'

interface Json {
  readonly json: boolean
}

/** Reasons are error messages, some of them long; `--json` has them whole. */
const LONGEST_REASON = 300

/** Print what was given up, newest first, as it is read: there may be many. */
export async function listDeadLettersCommand(config: Config, { json }: Json): Promise<void> {
  const count = await withClient(config, async (client) => {
    let printed = 0
    for await (const letter of allLetters(client)) {
      console.log(json ? JSON.stringify(letter) : linesOf(letter))
      printed += 1
    }
    return printed
  })
  if (json) return
  if (count === 0) {
    console.log('There are no dead letters: nothing was given up.')
    return
  }
  const letters = count === 1 ? '1 dead letter' : `${count} dead letters`
  console.log(
    `\n${letters}. Mend the cause, then: npx footnote dead-letters replay <id>, or --all. To forget: discard.`,
  )
}

/** Have letters tried again. */
export async function replayDeadLettersCommand(config: Config, ids: readonly string[], { json }: Json): Promise<void> {
  const reply = ReplayReply.parse(await settle(config, 'replay', ids))
  if (json) {
    console.log(JSON.stringify(reply))
    return
  }
  const obsolete =
    reply.obsolete === 0
      ? ''
      : ` ${reply.obsolete} needed nothing any more and ${reply.obsolete === 1 ? 'is' : 'are'} gone.`
  const again = reply.replayed === 0 ? 'Nothing is tried again.' : `${reply.replayed} tried again from now on.`
  console.log(`${again}${obsolete}`)
}

/** Forget letters. */
export async function discardDeadLettersCommand(config: Config, ids: readonly string[], { json }: Json): Promise<void> {
  const reply = DiscardReply.parse(await settle(config, 'discard', ids))
  if (json) console.log(JSON.stringify(reply))
  else if (reply.discarded === 0) console.log('There was nothing to discard.')
  else
    console.log(`${reply.discarded} discarded. Their documents stay failed until they are retried or uploaded again.`)
}

function settle(config: Config, how: 'discard' | 'replay', ids: readonly string[]): Promise<unknown> {
  const body = ids.length === 0 ? {} : { ids }
  return withClient(config, (client) => client.call('POST', `/api/admin/dead-letters/${how}`, body))
}

async function* allLetters(client: ApiClient): AsyncGenerator<DeadLetterSummary> {
  for (let cursor = ''; ; ) {
    const page = DeadLetterPage.parse(await client.call('GET', `/api/admin/dead-letters?limit=100${cursor}`))
    yield* page.dead_letters
    if (page.next_cursor === null) return
    cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`
  }
}

function linesOf({ id, queue, reason, stage, attempts, failed_at, document }: DeadLetterSummary): string {
  const when = failed_at.slice(0, 16).replace('T', ' ')
  const what = document === null ? queue : `${queue}: ${plainLine(document.title ?? `document ${document.id}`, 100)}`
  const where = stage === null ? '' : ` while ${stage}`
  return `${pc.bold(what)}  ${pc.dim(`${when} UTC, ${attempts} attempts`)}\n  ${plainLine(reason, LONGEST_REASON)}${where}\n  ${pc.dim(id)}`
}

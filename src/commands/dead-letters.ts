import pc from 'picocolors'
import { dataOf, everyPage } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { DeadLetterSummary } from '../contracts/dead-letters.ts'
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
  const reply = await withClient(config, (client) =>
    dataOf(client.POST('/api/admin/dead-letters/replay', { body: choiceOf(ids) })),
  )
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
  const reply = await withClient(config, (client) =>
    dataOf(client.POST('/api/admin/dead-letters/discard', { body: choiceOf(ids) })),
  )
  if (json) console.log(JSON.stringify(reply))
  else if (reply.discarded === 0) console.log('There was nothing to discard.')
  else
    console.log(`${reply.discarded} discarded. Their documents stay failed until they are retried or uploaded again.`)
}

function choiceOf(ids: readonly string[]) {
  return ids.length === 0 ? {} : { ids: [...ids] }
}

async function* allLetters(client: ApiClient): AsyncGenerator<DeadLetterSummary> {
  const read = (after: { cursor?: string }) =>
    dataOf(client.GET('/api/admin/dead-letters', { params: { query: { limit: 100, ...after } } }))
  for await (const page of everyPage(read)) yield* page.dead_letters
}

function linesOf({ id, queue, reason, stage, attempts, failed_at, document }: DeadLetterSummary): string {
  const when = failed_at.slice(0, 16).replace('T', ' ')
  const what = document === null ? queue : `${queue}: ${plainLine(document.title ?? `document ${document.id}`, 100)}`
  const where = stage === null ? '' : ` while ${stage}`
  return `${pc.bold(what)}  ${pc.dim(`${when} UTC, ${attempts} attempts`)}\n  ${plainLine(reason, LONGEST_REASON)}${where}\n  ${pc.dim(id)}`
}

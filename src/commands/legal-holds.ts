import pc from 'picocolors'
import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { LegalHold } from '../contracts/legal-holds.ts'
import { idOfPerson } from './find-person.ts'
import { momentOf } from './moment.ts'
import { plainLine } from './plain-line.ts'
import { withClient } from './with-client.ts'

export interface TypedHold {
  readonly reason: string
  readonly person?: string
  readonly document?: string
  readonly from?: string
  readonly to?: string
}

/** Print the holds, newest first. */
export async function listHoldsCommand(config: Config, json: boolean): Promise<void> {
  const { holds } = await withClient(config, (client) => dataOf(client.GET('/api/admin/holds')))
  for (const hold of holds) console.log(json ? JSON.stringify(hold) : lineOf(hold))
  if (holds.length === 0 && !json) console.log('Nothing is held.')
}

/** Keep what somebody, or everybody, asked and did, or a document. */
export async function placeHoldCommand(
  config: Config,
  { reason, person, document, from, to }: TypedHold,
): Promise<void> {
  const hold = await withClient(config, async (client) => {
    const object_id = person === undefined ? null : await idOfPerson(client, person)
    const times = { from: from === undefined ? null : momentOf(from), to: to === undefined ? null : momentOf(to) }
    return dataOf(
      client.POST('/api/admin/holds', { body: { reason, object_id, document_id: document ?? null, ...times } }),
    )
  })
  console.log(lineOf(hold))
}

/** Let a hold go. */
export async function liftHoldCommand(config: Config, id: string): Promise<void> {
  const params = { path: { id } }
  const hold = await withClient(config, (client) => dataOf(client.POST('/api/admin/holds/{id}/lift', { params })))
  console.log(lineOf(hold))
}

function lineOf({ id, object_id, document_id, from, to, reason, placed_at, lifted_at }: LegalHold): string {
  const period = [from === null ? '' : ` from ${from.slice(0, 16)}`, to === null ? '' : ` to ${to.slice(0, 16)}`].join(
    '',
  )
  const state = lifted_at === null ? pc.yellow('in force') : pc.dim(`lifted ${lifted_at.slice(0, 10)}`)
  return `${pc.bold(document_id === null ? (object_id ?? 'everybody') : `document ${document_id}`)}${period}  ${plainLine(reason, 200)}  ${state} since ${placed_at.slice(0, 10)}  ${pc.dim(id)}`
}

import { pipeline } from 'node:stream/promises'
import pc from 'picocolors'
import { dataOf, everyPage } from '../client/footnote-client.ts'
import type { paths } from '../client/openapi.ts'
import type { Config } from '../config.ts'
import { AuditFilter, type AuditRecord } from '../contracts/audit.ts'
import type { ApiClient } from './api-client.ts'
import { idOfPerson } from './find-person.ts'
import { momentOf } from './moment.ts'
import { plainLine } from './plain-line.ts'
import { withClient } from './with-client.ts'

/** As they are typed. */
export interface TypedFilter {
  readonly actor?: string
  readonly about?: string
  readonly kind?: string
  readonly from?: string
  readonly to?: string
}

const LONGEST_DETAIL = 200
/** Somebody of whom the record has only the hash. */
const ERASED = /person:[0-9a-f]{64}/g

/** Print what happened, newest first. */
export async function listAuditCommand(
  config: Config,
  typed: TypedFilter,
  { limit, json }: { readonly limit: number; readonly json: boolean },
): Promise<void> {
  const printed = await withClient(config, async (client) => {
    const query = { ...(await filterOf(client, typed)), limit: Math.min(limit, 100) }
    let count = 0
    const read = (after: { cursor?: string }) =>
      dataOf(client.GET('/api/admin/audit', { params: { query: { ...query, ...after } } }))
    for await (const { records, names } of everyPage(read)) {
      for (const record of records.slice(0, limit - count))
        console.log(json ? JSON.stringify(record) : lineOf(record, names))
      count += Math.min(records.length, limit - count)
      if (count >= limit) break
    }
    return count
  })
  if (printed === 0 && !json) console.log('Nothing of this kind was written down.')
}

/** Print it as JSON Lines, as it comes. */
export async function exportAuditCommand(config: Config, typed: TypedFilter): Promise<void> {
  await withClient(config, async (client) => {
    const filter = await filterOf(client, typed)
    const given = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined)
    await printBody(await client.open(`/api/admin/audit/export?${new URLSearchParams(given).toString()}`))
  })
}

/** Write a reply to the standard output without holding all of it. */
export async function printBody({ body }: Response): Promise<void> {
  if (body !== null) await pipeline(body, process.stdout, { end: false })
}

/** Print the public key. */
export async function printAuditKeyCommand(config: Config): Promise<void> {
  const { public_key } = await withClient(config, (client) => dataOf(client.GET('/api/admin/audit/key')))
  process.stdout.write(public_key)
}

type Query = NonNullable<paths['/api/admin/audit']['get']['parameters']['query']>

async function filterOf(client: ApiClient, { actor, about, kind, from, to }: TypedFilter): Promise<Query> {
  const parsed = AuditFilter.shape.kind.safeParse(kind)
  if (!parsed.success) throw new Error(`"${kind}" is no kind of act; "npx footnote audit list --json" shows them.`)
  return {
    ...(actor === undefined ? {} : { actor: await idOfPerson(client, actor) }),
    ...(about === undefined ? {} : { about }),
    ...(parsed.data === undefined ? {} : { kind: parsed.data }),
    ...(from === undefined ? {} : { from: momentOf(from) }),
    ...(to === undefined ? {} : { to: momentOf(to) }),
  }
}

function lineOf({ at, kind, actor, object, detail }: AuditRecord, names: Readonly<Record<string, string>>): string {
  const { object_id } = actor
  const who = object_id === null ? 'erased' : (names[object_id] ?? object_id)
  const when = at.slice(0, 19).replace('T', ' ')
  const more = Object.keys(detail).length === 0 ? '' : `  ${pc.dim(plainLine(JSON.stringify(detail), LONGEST_DETAIL))}`
  const line = `${pc.dim(when)}  ${pc.bold(kind)}  ${plainLine(who, 100)}  ${object ?? ''}${more}`
  return line.replaceAll(ERASED, 'somebody erased')
}

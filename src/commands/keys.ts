import pc from 'picocolors'
import { dataOf, everyPage } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { ApiKeySummary } from '../contracts/api-keys.ts'
import type { Role } from '../contracts/principal.ts'
import { withClient } from './with-client.ts'

interface Json {
  readonly json: boolean
}

export interface NewKeyOptions extends Json {
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
  readonly days: number
}

/** Print the API keys of the organisation, newest first. */
export async function listKeysCommand(config: Config, { json }: Json): Promise<void> {
  const keys = await withClient(config, async (client) => {
    const all: ApiKeySummary[] = []
    for await (const page of everyPage((after) =>
      dataOf(client.GET('/api/api-keys', { params: { query: { limit: 100, ...after } } })),
    ))
      all.push(...page.api_keys)
    return all
  })
  if (json) for (const key of keys) console.log(JSON.stringify(key))
  else if (keys.length === 0) console.log('There are no API keys; make one with "npx footnote keys create <name>".')
  else for (const key of keys) console.log(lineOf(key, new Date()))
}

function lineOf(key: ApiKeySummary, now: Date): string {
  const used = key.last_used_at === null ? 'never used' : `last used ${key.last_used_at.slice(0, 16)}`
  const end = key.expires_at.slice(0, 10)
  const state =
    key.revoked_at !== null ? 'revoked' : Date.parse(key.expires_at) <= now.getTime() ? 'expired' : `until ${end}`
  return `${key.id}  ${pc.cyan(key.prefix)}…  ${pc.bold(key.name)}  ${key.roles.join(', ')}  ${state}, ${used}`
}

/** Make an API key and print it, this once. */
export async function createKeyCommand(
  config: Config,
  name: string,
  { roles, groups, days, json }: NewKeyOptions,
): Promise<void> {
  const body = { name, roles: [...roles], group_ids: [...groups], expires_in_days: days }
  const created = await withClient(config, (client) => dataOf(client.POST('/api/api-keys', { body })))
  if (json) {
    console.log(JSON.stringify(created))
    return
  }
  console.log(created.key)
  console.error(
    `Keep it now; it is not shown again. It is valid until ${created.expires_at.slice(0, 10)}; access lists name it "user:${created.object_id}".`,
  )
}

/** Refuse an API key from now on. */
export async function revokeKeyCommand(config: Config, id: string): Promise<void> {
  await withClient(config, (client) => client.DELETE('/api/api-keys/{id}', { params: { path: { id } } }))
  console.log('The API key is revoked.')
}

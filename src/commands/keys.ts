import pc from 'picocolors'
import type { Config } from '../config.ts'
import { ApiKeyPage, type ApiKeySummary, CreatedApiKey } from '../contracts/api-keys.ts'
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
    for (let cursor = ''; ; ) {
      const page = ApiKeyPage.parse(await client.call('GET', `/api/api-keys?limit=100${cursor}`))
      all.push(...page.api_keys)
      if (page.next_cursor === null) return all
      cursor = `&cursor=${page.next_cursor}`
    }
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
  const input = { name, roles, group_ids: groups, expires_in_days: days }
  const created = CreatedApiKey.parse(await withClient(config, (client) => client.call('POST', '/api/api-keys', input)))
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
  await withClient(config, (client) => client.call('DELETE', `/api/api-keys/${encodeURIComponent(id)}`))
  console.log('The API key is revoked.')
}

import pc from 'picocolors'
import { dataOf, everyPage } from '../client/footnote-client.ts'
import type { paths } from '../client/openapi.ts'
import type { Config } from '../config.ts'
import type { Role } from '../contracts/principal.ts'
import type { User } from '../contracts/users.ts'
import { idOfPerson } from './find-person.ts'
import { withClient } from './with-client.ts'

interface Json {
  readonly json: boolean
}

export interface Invitee extends Json {
  readonly name: string | undefined
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
}

export interface Rights extends Json {
  readonly roles: readonly Role[] | undefined
  readonly groups: readonly string[] | undefined
  readonly name: string | undefined
}

/** Print the people of the organisation, newest first. */
export async function listUsersCommand(config: Config, { json }: Json): Promise<void> {
  const people = await withClient(config, async (client) => {
    const all: User[] = []
    for await (const page of everyPage((after) =>
      dataOf(client.GET('/api/users', { params: { query: { limit: 100, ...after } } })),
    ))
      all.push(...page.users)
    return all
  })
  for (const person of people) console.log(json ? JSON.stringify(person) : lineOf(person))
}

/** Make an account and print the link with which its owner signs in first. */
export async function inviteUserCommand(config: Config, email: string, options: Invitee): Promise<void> {
  const { name = email.split('@', 1)[0] ?? email, roles, groups, json } = options
  const body = { display_name: name, email, roles: [...roles], group_ids: [...groups] }
  const invited = await withClient(config, (client) => dataOf(client.POST('/api/users', { body })))
  if (json) {
    console.log(JSON.stringify(invited))
    return
  }
  const { url, expires_at } = invited.link
  console.log(`Give this link to ${pc.bold(name)} (works once, until ${minuteOf(expires_at)} UTC):\n  ${pc.cyan(url)}`)
}

/** Give or take roles and groups. */
export async function setUserCommand(
  config: Config,
  who: string,
  { roles, groups, name, json }: Rights,
): Promise<void> {
  await changeUser(
    config,
    who,
    {
      roles: roles && [...roles],
      group_ids: groups && [...groups],
      display_name: name,
    },
    json,
  )
}

/** Print a new link for somebody whose first one is too old, or who lost the password. */
export async function linkUserCommand(config: Config, who: string, resetPassword: boolean): Promise<void> {
  const { url, expires_at } = await withClient(config, async (client) => {
    const path = { id: await idOfPerson(client, who) }
    const body = { reset_password: resetPassword }
    return dataOf(client.POST('/api/users/{id}/sign-in-links', { params: { path }, body }))
  })
  console.log(`Give this link to ${who} (works once, until ${minuteOf(expires_at)} UTC):\n  ${pc.cyan(url)}`)
}

/** Let somebody in no more, or again. */
export async function disableUserCommand(config: Config, who: string, disabled: boolean): Promise<void> {
  await changeUser(config, who, { disabled }, false)
}

type UserChange = paths['/api/users/{id}']['patch']['requestBody']['content']['application/json']

async function changeUser(config: Config, who: string, change: UserChange, json: boolean): Promise<void> {
  const changed = await withClient(config, async (client) => {
    const path = { id: await idOfPerson(client, who) }
    return dataOf(client.PATCH('/api/users/{id}', { params: { path }, body: change }))
  })
  console.log(json ? JSON.stringify(changed) : lineOf(changed))
}

function minuteOf(time: string): string {
  return time.slice(0, 16).replace('T', ' ')
}

function lineOf({ id, display_name, email, roles, group_ids, state }: User): string {
  const groups = group_ids.length === 0 ? '' : `, groups ${group_ids.join(', ')}`
  return `${pc.bold(display_name)}  ${email ?? '-'}  ${pc.cyan(roles.join(', '))}${groups}  ${state}  ${pc.dim(id)}`
}

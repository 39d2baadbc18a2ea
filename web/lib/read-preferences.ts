import { cookies, headers } from 'next/headers'
import type { Messages } from '../messages/en.ts'
import { messagesIn } from './messages-in.ts'
import { type Preferences, preferencesOf } from './preferences.ts'

/** The preferences of the request that a page is rendered for. */
export async function readPreferences(): Promise<Preferences> {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  return preferencesOf((name) => jar.get(name)?.value, sent.get('accept-language') ?? '')
}

/** The texts in the language of the request, for what the server writes: titles and descriptions. */
export async function readMessages(): Promise<Messages> {
  return messagesIn((await readPreferences()).locale)
}

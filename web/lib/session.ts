import { dataOf } from '../../src/client/footnote-client.ts'
import { client } from './client.ts'

/** Who is signed in. Throws `RequestFailed`, status 401 when nobody is. */
export function readSession(signal: AbortSignal) {
  return dataOf(client.GET('/api/session', { signal }))
}
export type Session = Awaited<ReturnType<typeof readSession>>

/** End the session, and go on to where the person signs out at their provider as well, if there is such a page. */
export async function signOutEverywhere(): Promise<void> {
  const { end_session_url: address } = await dataOf(client.POST('/auth/logout'))
  if (address !== null) window.location.assign(address)
}

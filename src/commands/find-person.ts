import { dataOf } from '../client/footnote-client.ts'
import type { ApiClient } from './api-client.ts'

/** People are named by e-mail address; whoever has none by object id. Throws for an address that nobody has. */
export async function idOfPerson(client: ApiClient, who: string): Promise<string> {
  if (!who.includes('@')) return who
  const page = await dataOf(client.GET('/api/users', { params: { query: { email: who } } }))
  const [user] = page.users
  if (user === undefined) throw new Error(`There is nobody with the address ${who}; see "npx footnote users list".`)
  return user.id
}

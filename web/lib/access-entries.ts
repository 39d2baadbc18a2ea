import { dataOf } from '../../src/client/footnote-client.ts'
import { RequestFailed } from '../../src/client/request-failed.ts'
import { client } from './client.ts'
import { localProblem } from './problem.ts'

/** Entries of an access list as people write them: one a line, or separated by commas. */
export function entriesOf(text: string): readonly string[] {
  return text
    .split(/[\n,]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

/**
 * The entry that a line means: an e-mail address is looked up among the people, a bare word is a group. Throws
 * `RequestFailed` with the code `unknown-person`, and what the server says to those who may not look people up.
 */
export async function entryOf(line: string): Promise<string> {
  if (/^(?:everyone$|user:|group:)/.test(line)) return line
  if (!line.includes('@')) return `group:${line}`
  const { users } = await dataOf(client.GET('/api/users', { params: { query: { email: line } } }))
  const [user] = users
  if (user === undefined) throw new RequestFailed({ ...localProblem('unknown-person'), title: line })
  return `user:${user.id}`
}

import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import { findHomeOwner } from '../platform/home/home-lock.ts'
import { withClient } from './with-client.ts'

/** Print a new link that signs the administrator in. */
export async function signInCommand(config: Config, { json }: { readonly json: boolean }): Promise<void> {
  if ((await findHomeOwner(config.home)) === null)
    throw new Error('Footnote is not running for this data folder; start it with "npm start".')
  const link = await withClient(config, (client) => dataOf(client.POST('/api/sign-in-links')))
  console.log(json ? JSON.stringify(link) : `Open this link to sign in (works once, for 15 minutes):\n  ${link.url}`)
}

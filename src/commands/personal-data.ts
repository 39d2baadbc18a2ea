import pc from 'picocolors'
import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import { printBody } from './audit-log.ts'
import { idOfPerson } from './find-person.ts'
import { withClient } from './with-client.ts'

/** Print everything that is kept about a person, as JSON Lines. */
export async function exportPersonCommand(config: Config, who: string): Promise<void> {
  await withClient(config, async (client) => {
    const id = await idOfPerson(client, who)
    await printBody(await client.open(`/api/users/${encodeURIComponent(id)}/personal-data`))
  })
}

/** Erase a person and print the receipt. */
export async function erasePersonCommand(
  config: Config,
  who: string,
  { json }: { readonly json: boolean },
): Promise<void> {
  const receipt = await withClient(config, async (client) => {
    const path = { id: await idOfPerson(client, who) }
    return dataOf(client.POST('/api/users/{id}/erasure', { params: { path } }))
  })
  if (json) {
    console.log(JSON.stringify(receipt))
    return
  }
  const { removed, made_anonymous, kept } = receipt
  console.log(`${pc.green('erased')}  receipt ${receipt.id}, also in the audit`)
  console.log(`  removed: ${countsOf(removed)}`)
  console.log(`  no longer tell who it was: ${countsOf(made_anonymous)}`)
  console.log(`  kept: the account, ${kept.account}; the object id on ${kept.access_lists} access lists of documents`)
}

function countsOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what.replaceAll('_', ' ')}`)
    .join(', ')
}

import { setTimeout as rest } from 'node:timers/promises'
import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { DeletionReceipt, PurgedStore } from '../contracts/deletions.ts'
import type { ApiClient } from './api-client.ts'
import { findDocumentId } from './find-document-id.ts'
import { withClient } from './with-client.ts'

/** Most purges take a second or two; whoever deletes many documents need not watch the last of them. */
const PURGED_WITHIN_IN_MS = 20_000
/** A few looks leave most of the limit of requests for others. */
const LOOK_INTERVAL_IN_MS = 1_500

/** Delete documents and print the receipt of each: from the first reply on no answer uses them, the receipt tells the rest. */
export async function deleteDocumentsCommand(
  config: Config,
  named: readonly string[],
  { json }: { readonly json: boolean },
): Promise<void> {
  await withClient(config, async (client) => {
    const ids: string[] = []
    // All names are looked up before the first deletion: a slip in the last must not come after the loss of the others.
    for (const name of named) ids.push(await findDocumentId(client, name))
    for (const id of ids) await client.DELETE('/api/documents/{id}', { params: { path: { id } } })
    const deadline = Date.now() + PURGED_WITHIN_IN_MS
    for (const id of ids) {
      const receipt = await receiptOf(client, id, deadline)
      console.log(json ? JSON.stringify(receipt) : describeReceipt(receipt))
    }
  })
}

/** The receipt when everything is gone, or as it stands when that takes long. */
async function receiptOf(client: ApiClient, id: string, deadline: number): Promise<DeletionReceipt> {
  for (;;) {
    const receipt = await dataOf(client.GET('/api/documents/{id}/deletion', { params: { path: { id } } }))
    if (receipt.completed_at !== null || Date.now() > deadline) return receipt
    await rest(LOOK_INTERVAL_IN_MS)
  }
}

function describeReceipt({ document_id, deleted_at, completed_at, stores }: DeletionReceipt): string {
  const head = `${document_id} is deleted; no answer uses it since ${deleted_at}.`
  const gone = stores.filter(({ gone_at }) => gone_at !== null).map(lineOfStore)
  const left = stores.filter(({ gone_at }) => gone_at === null).map(({ store }) => store)
  const end =
    completed_at === null
      ? `  Still being removed from: ${left.join(', ')}. GET /api/documents/${document_id}/deletion tells when it is done.`
      : `  Gone from every store at ${completed_at}.`
  return [head, ...gone, end].join('\n')
}

function lineOfStore({ store, removed, kept, gone_at }: PurgedStore): string {
  const count = removed === null ? '' : `, ${removed} removed`
  const shared = kept === 0 ? '' : `, ${kept} kept for other documents`
  return `  ${store.padEnd(9)} ${gone_at}${count}${shared}`
}

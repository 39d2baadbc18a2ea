import { ContainerClient, isRestError } from '@azure/storage-blob'
import {
  type CheckpointStore,
  checkpointFile,
  checkpointFolder,
  checkpointText,
  readCheckpoint,
} from './checkpoint-store.ts'

/** For one request with all its retries. Whoever waits is the linker of records, after the reply was sent. */
const DEADLINE_IN_MS = 60_000

/** The container, in an account that is reached by its connection string, or by its address and the identity of the machine. */
export interface CheckpointContainer {
  readonly account: { readonly connectionString: string } | { readonly address: string }
  readonly container: string
}

/**
 * Keep checkpoints as blobs of a container, `<tenant>/<place>.json`. Each is written once: the store itself refuses to write
 * one that is there. Give the container a policy against changes, and this machine no more than the right to add blobs and read
 * them. The container has to be there: whoever may make one may also remove it.
 */
export async function openCheckpointContainer({ account, container }: CheckpointContainer): Promise<CheckpointStore> {
  const client =
    'connectionString' in account
      ? new ContainerClient(account.connectionString, container)
      : new ContainerClient(`${account.address}/${container}`, await identity())
  return {
    add: async (checkpoint) => {
      const name = `${checkpointFolder(checkpoint.tenantId)}/${checkpointFile(checkpoint)}`
      const text = checkpointText(checkpoint)
      const once = { conditions: { ifNoneMatch: '*' }, abortSignal: AbortSignal.timeout(DEADLINE_IN_MS) }
      await client.getBlockBlobClient(name).upload(text, Buffer.byteLength(text), once).catch(ignoreExisting)
    },
    list: async function* (tenantId) {
      const prefix = `${checkpointFolder(tenantId)}/`
      for await (const { name } of client.listBlobsFlat({ prefix })) {
        const abortSignal = AbortSignal.timeout(DEADLINE_IN_MS)
        const bytes = await client.getBlobClient(name).downloadToBuffer(undefined, undefined, { abortSignal })
        yield readCheckpoint(bytes.toString('utf8'))
      }
    },
  }
}

async function identity() {
  const { DefaultAzureCredential } = await import('@azure/identity')
  return new DefaultAzureCredential()
}

/** The first two say that there is one; the last what a policy against changes says of it. */
const EXISTING = new Set(['BlobAlreadyExists', 'ConditionNotMet', 'BlobImmutableDueToPolicy'])

function ignoreExisting(error: unknown): void {
  if (!isRestError(error) || !EXISTING.has(error.code ?? '')) throw error
}

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobServiceClient } from '@azure/storage-blob'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Azurite, hasAzurite, startAzurite } from '../../testing/azurite.ts'
import { openCheckpointContainer } from './checkpoint-container.ts'
import { openCheckpointFolder } from './checkpoint-folder.ts'
import { describeCheckpointStoreContract } from './checkpoint-store.contract.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-checkpoints-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

describeCheckpointStoreContract('a folder', async () => openCheckpointFolder(join(folder, 'copies')))

describe.skipIf(!hasAzurite())('a container', () => {
  let azurite: Azurite
  beforeAll(async () => {
    azurite = await startAzurite()
  })
  afterAll(async () => azurite?.[Symbol.asyncDispose]())
  const settings = () => ({
    account: { connectionString: azurite.connectionString },
    container: `audit-${randomUUID()}`,
  })

  describeCheckpointStoreContract('a container of Azure Blob Storage', async () => {
    const { account, container } = settings()
    await BlobServiceClient.fromConnectionString(account.connectionString).createContainer(container)
    return openCheckpointContainer({ account, container })
  })

  it('is not made: one that is missing is an error', async () => {
    const store = await openCheckpointContainer(settings())
    const checkpoint = { as: 'checkpoint', tenantId: 'one', sequence: 100, hash: 'a', signature: 'b' } as const
    await expect(store.add(checkpoint)).rejects.toThrow(/container/i)
  })
})

import { randomUUID } from 'node:crypto'
import { BlobServiceClient } from '@azure/storage-blob'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Azurite, hasAzurite, startAzurite } from '../../testing/azurite.ts'
import { openAzureContainerSource } from './azure-container.ts'
import { describeDocumentSourceContract, lookAt } from './document-source.contract.ts'

describe.skipIf(!hasAzurite())('a container of Azure Blob Storage', () => {
  let azurite: Azurite
  beforeAll(async () => {
    azurite = await startAzurite()
  })
  afterAll(() => azurite?.[Symbol.asyncDispose]())

  const newContainer = async () => {
    const client = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(randomUUID())
    await client.create()
    return client
  }

  describeDocumentSourceContract('Azure container', async () => {
    const client = await newContainer()
    return {
      source: openAzureContainerSource(client),
      put: async (name, content) => {
        await client.getBlockBlobClient(name).upload(content, Buffer.byteLength(content))
      },
      remove: async (name) => {
        await client.deleteBlob(name)
      },
      externalIdOf: (name) => name,
      [Symbol.asyncDispose]: async () => {
        await client.delete()
      },
    }
  })

  it('can be read in part, and never shows the key that opens it', async () => {
    const client = await newContainer()
    for (const name of ['hr/a.md', 'it/b.md']) await client.getBlockBlobClient(name).upload('x', 1)
    const source = openAzureContainerSource(client, { prefix: 'hr/' })
    expect([...(await lookAt(source)).items.keys()]).toEqual(['hr/a.md'])
    expect(source.location).toBe(`${client.url}/hr/`)
  })
})

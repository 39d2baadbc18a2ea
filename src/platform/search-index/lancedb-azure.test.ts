import { BlobServiceClient } from '@azure/storage-blob'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Azurite, hasAzurite, startAzurite } from '../../testing/azurite.ts'
import { openLanceDbIndex } from './lancedb.ts'
import { azureStorageOptions } from './lancedb-azure.ts'
import { describeSearchIndexContract } from './search-index.contract.ts'

const CONTAINER = 'indexes'

describe.skipIf(!hasAzurite())('LanceDB in Azure Blob Storage', () => {
  let azurite: Azurite
  beforeAll(async () => {
    azurite = await startAzurite()
    await BlobServiceClient.fromConnectionString(azurite.connectionString).createContainer(CONTAINER)
  })
  afterAll(async () => azurite?.[Symbol.asyncDispose]())

  const open = (folder: string) => {
    const storageOptions = azureStorageOptions({ connectionString: azurite.connectionString })
    return openLanceDbIndex({ uri: `az://${CONTAINER}/${folder}`, storageOptions, versionsPerPage: 3 })
  }
  describeSearchIndexContract('LanceDB in Azure Blob Storage', () => open('contract'))

  it('lets two processes write at once', { timeout: 120_000 }, async () => {
    const partition = { tenantId: 'acme', generation: 'one' }
    await using first = await open('two-writers')
    await using second = await open('two-writers')
    const entry = (passageId: string) => ({
      passageId,
      documentId: 'document',
      versionId: 'version',
      access: ['everyone'],
      collection: null,
      mediaType: 'text/plain',
      updatedAt: 0,
      terms: ['plan'],
      vector: Float32Array.of(1, 0),
    })
    await first.upsert(partition, [entry('made first')])
    const writes = [first, second].map(async (index, writer) => {
      for (let n = 0; n < 5; n++) await index.upsert(partition, [entry(`${writer} ${n}`)])
    })
    await Promise.all(writes)
    await using fresh = await open('two-writers')
    expect(await fresh.count(partition)).toBe(11)
  })
})

describe('the storage account of an index', () => {
  it('is named by a connection string with a key or a signature, or by an address', () => {
    const withKey = 'DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=a2V5==;EndpointSuffix=core.windows.net'
    expect(azureStorageOptions({ connectionString: withKey })).toEqual({ account_name: 'acme', account_key: 'a2V5==' })
    const endpoint = 'https://acme.blob.core.windows.net'
    const signed = `BlobEndpoint=${endpoint};SharedAccessSignature=sv=2024&sig=x%3D`
    expect(azureStorageOptions({ connectionString: signed })).toEqual({
      account_name: 'acme',
      azure_endpoint: endpoint,
      sas_token: 'sv=2024&sig=x%3D',
    })
    expect(azureStorageOptions({ address: endpoint })).toEqual({ account_name: 'acme', azure_endpoint: endpoint })
    expect(() => azureStorageOptions({ connectionString: 'nonsense' })).toThrow('names no storage account')
  })
})

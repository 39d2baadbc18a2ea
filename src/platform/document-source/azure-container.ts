import { posix } from 'node:path'
import { Readable } from 'node:stream'
import type { BlobItem, ContainerClient } from '@azure/storage-blob'
import type { DocumentSource, LookOptions, SourceItem, SourceNews } from './document-source.ts'

export interface AzureContainerOptions {
  /** Only blobs whose names begin with this. */
  readonly prefix?: string
}

/** A container of Azure Blob Storage. Whoever may list it knows at once what is gone: names, ETags and times come together. */
export function openAzureContainerSource(
  container: ContainerClient,
  { prefix = '' }: AzureContainerOptions = {},
): DocumentSource {
  return {
    kind: 'azure-container',
    // The address without the key that a shared access signature holds.
    location: `${new URL(container.url).origin}${new URL(container.url).pathname}${prefix === '' ? '' : `/${prefix}`}`,
    look: (options) => look(container, prefix, options),
    [Symbol.asyncDispose]: async () => {},
  }
}

async function* look(container: ContainerClient, prefix: string, { signal }: LookOptions): AsyncGenerator<SourceNews> {
  for await (const blob of container.listBlobsFlat({ prefix, abortSignal: signal })) {
    const item = itemOf(container, blob)
    if (item !== null) yield { type: 'item', item }
  }
  yield { type: 'end', complete: true, cursor: null }
}

/** Null for what stands for a folder. */
function itemOf(container: ContainerClient, { name, properties }: BlobItem): SourceItem | null {
  const fileName = posix.basename(name)
  if (name.endsWith('/') || (properties.contentLength === 0 && properties.contentType === undefined)) return null
  const { etag, contentLength } = properties
  return {
    externalId: name,
    fileName,
    title: null,
    fingerprint: etag,
    access: null,
    sizeInBytes: contentLength ?? null,
    open: async (signal) => {
      const { readableStreamBody } = await container.getBlobClient(name).download(0, undefined, { abortSignal: signal })
      if (readableStreamBody === undefined) throw new Error(`the blob ${name} came without content`)
      return Readable.from(readableStreamBody)
    },
  }
}

import { basename, resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { DocumentSource } from '../platform/document-source/document-source.ts'

export interface OpenSourceOptions {
  readonly allowPrivate: boolean
}

const SHARE_POINT = /\.sharepoint\.(com|us|cn)$/i
const AZURE_BLOBS = /\.blob\.[a-z.]*(windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)$/i

/** A short name for a place: the folder, the host, the container or the library. */
export function sourceNameOf(place: string): string {
  if (!isAddress(place)) return basename(resolve(place)) || 'root'
  const { hostname, pathname } = new URL(place)
  const parts = decodeURIComponent(pathname).split('/')
  return [hostname, ...parts.filter((part) => part !== '')].join(' ').slice(0, 200)
}

/** Open the place where documents are kept: the path of a folder, or an address whose host tells what it is. */
export async function openDocumentSource(
  config: Config,
  place: string,
  { allowPrivate }: OpenSourceOptions,
): Promise<DocumentSource> {
  if (!isAddress(place)) {
    const { openFolderSource } = await import('../platform/document-source/folder.ts')
    return openFolderSource(place)
  }
  const { hostname } = new URL(place)
  if (SHARE_POINT.test(hostname)) return openSharePoint(config, place)
  if (AZURE_BLOBS.test(hostname)) return openContainer(place)
  const { openWebSiteSource } = await import('../platform/document-source/web-site.ts')
  return openWebSiteSource(place, { allowPrivate, maximumBytes: config.limits.maximumUploadBytes })
}

function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place)
}

async function openSharePoint(config: Config, library: string): Promise<DocumentSource> {
  const [{ openSharePointSource }, credential] = await Promise.all([
    import('../platform/document-source/share-point.ts'),
    azureIdentity(),
  ])
  const graphUrl = config.identity.graphUrl
  const token = async (abortSignal: AbortSignal) => {
    const access = await credential.getToken(`${graphUrl}/.default`, { abortSignal })
    return access.token
  }
  return openSharePointSource({ library, graphUrl, token })
}

/** The address may hold a shared access signature; without one the identity of this machine is used. */
async function openContainer(place: string): Promise<DocumentSource> {
  const [{ openAzureContainerSource }, { ContainerClient }] = await Promise.all([
    import('../platform/document-source/azure-container.ts'),
    import('@azure/storage-blob'),
  ])
  const url = new URL(place)
  const [, container = '', ...rest] = url.pathname.split('/')
  const prefix = decodeURIComponent(rest.join('/'))
  const address = `${url.origin}/${container}${url.search}`
  const client = url.searchParams.has('sig')
    ? new ContainerClient(address)
    : new ContainerClient(address, await azureIdentity())
  return openAzureContainerSource(client, { prefix })
}

async function azureIdentity() {
  const { DefaultAzureCredential } = await import('@azure/identity')
  return new DefaultAzureCredential()
}

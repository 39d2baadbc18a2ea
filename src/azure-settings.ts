import { isInStorageAccount } from './search-settings.ts'

/** How an Azure service is reached: with a key, or at an address with the identity of this machine. */
export type AzureAccess =
  | { readonly connectionString: string; readonly address?: undefined }
  | { readonly address: string; readonly connectionString?: undefined }

interface StorageSettings {
  readonly FOOTNOTE_BLOBS_CONNECTION_STRING?: string | undefined
  readonly FOOTNOTE_BLOBS_ACCOUNT_URL?: string | undefined
  readonly FOOTNOTE_BLOBS_CONTAINER: string
  readonly FOOTNOTE_INDEX_FOLDER?: string | undefined
  readonly FOOTNOTE_AUDIT_COPIES_CONTAINER?: string | undefined
}

/** Access to a service; null where neither is set. The connection string goes first. */
export function azureAccess(connectionString: string | undefined, address: string | undefined): AzureAccess | null {
  if (connectionString !== undefined) return { connectionString }
  return address === undefined ? null : { address }
}

/** The container of the originals; null where they lie in a folder. */
export function azureBlobsOf(env: StorageSettings): (AzureAccess & { readonly container: string }) | null {
  const access = storageAccess(env)
  return access === null ? null : { ...access, container: env.FOOTNOTE_BLOBS_CONTAINER }
}

/** The embedded engine's index in a storage account; null where it lies in a folder. */
export function azureIndexOf(env: StorageSettings): (AzureAccess & { readonly uri: string }) | null {
  const uri = env.FOOTNOTE_INDEX_FOLDER
  const access = storageAccess(env)
  return access === null || !isInStorageAccount(uri) ? null : { ...access, uri }
}

/** Where checkpoints of the audit are copied to; null where no container is named, or its account is not known. */
export function auditContainerOf(env: StorageSettings): (AzureAccess & { readonly container: string }) | null {
  const given = env.FOOTNOTE_AUDIT_COPIES_CONTAINER
  if (given === undefined) return null
  const slash = given.lastIndexOf('/')
  const access = slash < 0 ? storageAccess(env) : { address: given.slice(0, slash) }
  return access === null ? null : { ...access, container: given.slice(slash + 1) }
}

function storageAccess(env: StorageSettings): AzureAccess | null {
  return azureAccess(env.FOOTNOTE_BLOBS_CONNECTION_STRING, env.FOOTNOTE_BLOBS_ACCOUNT_URL)
}

/** How the account is reached: a connection string with its key, or its address and the identity of this machine. */
export type StorageAccount =
  | { readonly connectionString: string; readonly address?: undefined }
  | { readonly address: string; readonly connectionString?: undefined }

/**
 * What LanceDB has to know of an Azure storage account to keep its tables at `az://container/folder`. Throws when the
 * connection string names no account.
 */
export function azureStorageOptions(account: StorageAccount): Record<string, string> {
  if (account.address !== undefined)
    return { ...endpointOf(account.address), account_name: accountNameOf(account.address) }
  const parts = new Map(account.connectionString.split(';').map(nameAndValue))
  const name = parts.get('AccountName')
  const endpoint = parts.get('BlobEndpoint')
  if (name === undefined && endpoint === undefined) throw new Error('the connection string names no storage account')
  const key = parts.get('AccountKey')
  const signature = parts.get('SharedAccessSignature')
  return {
    account_name: name ?? accountNameOf(endpoint ?? ''),
    ...(endpoint === undefined ? {} : endpointOf(endpoint)),
    ...(key === undefined ? {} : { account_key: key }),
    ...(signature === undefined ? {} : { sas_token: signature }),
  }
}

function endpointOf(address: string): Record<string, string> {
  const endpoint = { azure_endpoint: address }
  return address.startsWith('http:') ? { ...endpoint, allow_http: 'true' } : endpoint
}

/** In Azure the account is the first part of the host. */
function accountNameOf(address: string): string {
  return new URL(address).hostname.split('.')[0] ?? ''
}

/** Keys end in `=`: only the first one parts. */
function nameAndValue(part: string): [string, string] {
  const at = part.indexOf('=')
  return [part.slice(0, at).trim(), part.slice(at + 1).trim()]
}

const SHA256 = /^[0-9a-f]{64}$/

/** True for the SHA-256 of something in hexadecimal: the only names that blobs have. */
export function isBlobName(name: string): boolean {
  return SHA256.test(name)
}

/** Throws for every name but a SHA-256 in hexadecimal: a name from outside could lead somewhere else. */
export function requireBlobName(name: string): void {
  if (!isBlobName(name)) throw new Error('a blob is named by its SHA-256 in hexadecimal')
}

/** The folder of a tenant: one path segment, whatever the tenant is called. */
export function tenantFolderName(tenantId: string): string {
  return encodeURIComponent(tenantId).replaceAll('.', '%2E')
}

import { createHash } from 'node:crypto'
import type { IndexPartition } from './search-index.ts'

/** Half of a SHA-256: nobody finds two tenants of one name, and two of them fit into the 128 characters of an index name. */
const HASH_LENGTH = 32

/** Name of the index of a partition: lower-case letters, digits and single hyphens, as Azure demands. */
export function indexNameOf(prefix: string, { tenantId, generation }: IndexPartition): string {
  return `${aliasNameOf(prefix, tenantId)}-${hashOf(generation)}`
}

/** The name that leads to a tenant's active index whichever that is. */
export function aliasNameOf(prefix: string, tenantId: string): string {
  return `${prefix}-${hashOf(tenantId)}`
}

/**
 * Key of a passage's document. Azure takes letters, digits, `-`, `_` and `=`, and no `_` in front; every other byte becomes
 * `=` and two hexadecimal digits. A UUID stays as it is.
 */
export function keyOf(passageId: string): string {
  return passageId.replace(/[^A-Za-z0-9-]/gu, (character) =>
    Array.from(Buffer.from(character), (byte) => `=${byte.toString(16).padStart(2, '0')}`).join(''),
  )
}

/** The passage that `keyOf` made this key for. */
export function passageIdOf(key: string): string {
  return decodeURIComponent(key.replaceAll('=', '%'))
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH)
}

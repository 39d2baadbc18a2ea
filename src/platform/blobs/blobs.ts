import type { Readable } from 'node:stream'

export interface StoredBlob {
  readonly sha256: string
  readonly sizeInBytes: number
}

export interface PutOptions {
  readonly signal: AbortSignal
  /** The stream is cut with `body-too-large` when it is longer than this. */
  readonly maximumBytes: number
}

/** Some bytes of a blob, both ends included, as HTTP counts them. */
export interface BytePart {
  readonly first: number
  readonly last: number
}

/** Raw documents, addressed by what they contain. Every blob belongs to exactly one tenant. */
export interface Blobs {
  /** Store a stream under its SHA-256. Durable when it returns; storing the same bytes again changes nothing. */
  readonly put: (tenantId: string, content: Readable, options: PutOptions) => Promise<StoredBlob>
  /** Open a blob for reading, whole or a part that lies within it; null when there is none. */
  readonly open: (tenantId: string, sha256: string, signal: AbortSignal, part?: BytePart) => Promise<Readable | null>
  readonly has: (tenantId: string, sha256: string) => Promise<boolean>
  /** Delete a blob; succeeds when there is none. */
  readonly delete: (tenantId: string, sha256: string) => Promise<void>
  /** The hashes of a tenant's blobs, in no order. */
  readonly list: (tenantId: string, signal: AbortSignal) => AsyncIterable<string>
}

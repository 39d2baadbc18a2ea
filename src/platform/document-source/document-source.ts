import type { Readable } from 'node:stream'

/** A document as its source has it now. */
export interface SourceItem {
  /** Names the document at its source for as long as it exists there: a path, an address, an id. */
  readonly externalId: string
  readonly fileName: string
  /** What people know it by where that is not in the file itself; null leaves it to the reader of the file. */
  readonly title: string | null
  /** Names this state of it: it changes whenever the bytes may have changed. */
  readonly fingerprint: string
  /** Who may read it at the source, as entries of an access list; null where the source does not say. */
  readonly access: readonly string[] | null
  readonly sizeInBytes: number | null
  /** The bytes, once. */
  readonly open: (signal: AbortSignal) => Promise<Readable>
}

/** What a look at a source brings, one after the other; `end` comes last. */
export type SourceNews =
  | { readonly type: 'item'; readonly item: SourceItem }
  | { readonly type: 'gone'; readonly externalId: string }
  /** Something could not be looked at; the look goes on. `detail` is one sentence with the next step. */
  | { readonly type: 'problem'; readonly externalId: string; readonly detail: string }
  | {
      readonly type: 'end'
      /** True when everything there is was named: what was not named is gone. */
      readonly complete: boolean
      /** Where the next look can go on; null when it has to begin anew. */
      readonly cursor: string | null
    }

export interface LookOptions {
  /** `cursor` of the look before, if what it named was taken over completely. */
  readonly cursor: string | null
  /** The fingerprint that is known of an item: lets a source leave out what need not be fetched to be named. */
  readonly fingerprintOf: (externalId: string) => string | undefined
  readonly signal: AbortSignal
}

/** A place outside where an organisation keeps documents. It is only read. */
export interface DocumentSource extends AsyncDisposable {
  readonly kind: 'folder' | 'web-site' | 'azure-container' | 'share-point'
  /** Where it is, as people write it; never a secret. */
  readonly location: string
  /** Name the documents there are, or where the source can, what changed since the cursor. Throws when it cannot be reached. */
  readonly look: (options: LookOptions) => AsyncIterable<SourceNews>
  /**
   * Be told whenever something may have changed, from the moment this resolves until the watch is disposed. Sources that
   * cannot tell leave it out and are looked at every now and then.
   */
  readonly watch?: (onChange: () => void) => Promise<AsyncDisposable>
}

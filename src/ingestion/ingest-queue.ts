/** The queue of versions that wait to be read. */
export const INGEST_QUEUE = 'ingest-version'

export interface IngestJob {
  readonly tenant_id: string
  readonly version_id: string
}

import pc from 'picocolors'
import { dataOf, everyPage } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { DocumentSummary, DocumentVersion, RetryChoice } from '../contracts/documents.ts'
import type { ApiClient } from './api-client.ts'
import { findDocumentId } from './find-document-id.ts'
import { plainLine } from './plain-line.ts'
import { withClient } from './with-client.ts'

interface Json {
  readonly json: boolean
}

/** Which documents are listed; all parts must hold. */
export interface ListChoice {
  readonly state?: DocumentSummary['state'] | undefined
  readonly source?: string | undefined
  readonly collection?: string | undefined
  readonly title?: string | undefined
}

/** Names and reasons may be long; `--json` has them whole. */
const LONGEST_LINE = 300

/** Print the documents one may see, newest first, as they are read: there may be many. */
export async function listDocumentsCommand(config: Config, choice: ListChoice, { json }: Json): Promise<void> {
  const count = await withClient(config, async (client) => {
    let printed = 0
    for await (const document of allDocuments(client, choice)) {
      console.log(json ? JSON.stringify(document) : linesOf(document))
      printed += 1
    }
    return printed
  })
  if (!json && count === 0) console.log('There are no such documents; add some with "npx footnote ingest <paths>".')
}

/** Print the versions of a document, newest first. */
export async function listVersionsCommand(config: Config, named: string, { json }: Json): Promise<void> {
  await withClient(config, async (client) => {
    for await (const version of allVersions(client, await findDocumentId(client, named)))
      console.log(json ? JSON.stringify(version) : lineOfVersion(version))
  })
}

/** Read one document once more. */
export async function retryDocumentCommand(config: Config, named: string, { json }: Json): Promise<void> {
  const document = await withClient(config, async (client) => {
    const path = { id: await findDocumentId(client, named) }
    return dataOf(client.POST('/api/documents/{id}/retry', { params: { path } }))
  })
  if (json) console.log(JSON.stringify(document))
  else console.log(`${plainLine(document.title)} is read again; see how it goes with "npx footnote documents list".`)
}

/** Read all documents once more that match, however many requests that takes. */
export async function retryDocumentsCommand(config: Config, choice: RetryChoice, { json }: Json): Promise<void> {
  const retried = await withClient(config, async (client) => {
    let sum = 0
    for (;;) {
      const reply = await dataOf(client.POST('/api/documents/retry', { body: choice }))
      sum += reply.retried
      if (!reply.more) return sum
    }
  })
  if (json) console.log(JSON.stringify({ retried }))
  else if (retried === 0) console.log('No document that could not be read matches.')
  else console.log(`${retried === 1 ? '1 document is' : `${retried} documents are`} read again.`)
}

/** Stop the reading of a document. */
export async function cancelDocumentCommand(config: Config, named: string, { json }: Json): Promise<void> {
  const document = await withClient(config, async (client) => {
    const path = { id: await findDocumentId(client, named) }
    return dataOf(client.POST('/api/documents/{id}/cancel', { params: { path } }))
  })
  if (json) {
    console.log(JSON.stringify(document))
    return
  }
  const { title, current_version: current } = document
  const rest = current === null ? 'It is not searchable.' : `Version ${current} stays searchable.`
  console.log(`Reading ${plainLine(title)} is cancelled. ${rest}`)
}

async function* allDocuments(client: ApiClient, choice: ListChoice): AsyncGenerator<DocumentSummary> {
  const read = (after: { cursor?: string }) =>
    dataOf(client.GET('/api/documents', { params: { query: { limit: 100, ...choice, ...after } } }))
  for await (const page of everyPage(read)) yield* page.documents
}

async function* allVersions(client: ApiClient, id: string): AsyncGenerator<DocumentVersion> {
  const read = (after: { cursor?: string }) =>
    dataOf(client.GET('/api/documents/{id}/versions', { params: { path: { id }, query: { limit: 100, ...after } } }))
  for await (const page of everyPage(read)) yield* page.versions
}

function linesOf({ id, title, source, version, state, reason, detail, since }: DocumentSummary): string {
  const what = reason === null ? state : `${state} (${reason})`
  const head = `${pc.bold(plainLine(title, LONGEST_LINE))}  ${what}  ${pc.dim(`version ${version}, ${source}, ${timeOf(since)}`)}`
  const why = detail === null ? [] : [`  ${plainLine(detail, LONGEST_LINE)}`]
  return [head, ...why, `  ${pc.dim(id)}`].join('\n')
}

function lineOfVersion(version: DocumentVersion): string {
  const { state, reason, size_in_bytes: bytes, sha256, created_by: by, created_at: at, file_name: name } = version
  const mark = version.is_current ? pc.bold('searched') : ''
  const what = reason === null ? state : `${state} (${reason})`
  const who = by === null ? '' : ` by ${plainLine(by)}`
  const facts = `${bytes} bytes  ${sha256.slice(0, 12)}…  ${timeOf(at)}${who}`
  return `${version.version}  ${plainLine(name, LONGEST_LINE)}  ${what}  ${pc.dim(facts)}  ${mark}`.trimEnd()
}

function timeOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}

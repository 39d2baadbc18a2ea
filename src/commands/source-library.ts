import { Blob } from 'node:buffer'
import { blob } from 'node:stream/consumers'
import { dataOf, everyPage } from '../client/footnote-client.ts'
import { type Problem, RequestFailed } from '../client/request-failed.ts'
import type { UploadReply } from '../contracts/documents.ts'
import type { Source, SourceReport } from '../contracts/sources.ts'
import type { SourceItem } from '../platform/document-source/document-source.ts'
import type { ApiClient } from './api-client.ts'
import type { SentDocument, SourceLibrary } from './sync-source.ts'

export interface SourceWishes {
  /** Who may read documents that are new; left out, the source decides, or the list that the source has here. */
  readonly access: string | undefined
  readonly collection: string | undefined
}

/** The library of a running Footnote, with what it notes about one source. */
export interface NotedSource extends SourceLibrary {
  /** What is noted, or null for a source that is new. */
  readonly find: () => Promise<Source | null>
  readonly report: (report: SourceReport) => Promise<Source>
}

/** Reach the documents of one source through the public API. `now` stamps what is seen. */
export function openSourceLibrary(client: ApiClient, name: string, wishes: SourceWishes, now: () => Date): NotedSource {
  const params = { path: { name } }
  return {
    find: async () => {
      try {
        return await dataOf(client.GET('/api/sources/{name}', { params }))
      } catch (error) {
        if (error instanceof RequestFailed && error.problem.status === 404) return null
        throw error
      }
    },
    report: (report) => dataOf(client.PUT('/api/sources/{name}', { params, body: report })),
    known: async function* () {
      const read = (after: { cursor?: string }) =>
        dataOf(client.GET('/api/sources/{name}/items', { params: { ...params, query: after } }))
      for await (const page of everyPage(read))
        for (const { external_id, fingerprint } of page.items) yield { externalId: external_id, fingerprint }
    },
    send: async (items, signal) => {
      // A form has one access list; documents of a source that knows who may read them can have several.
      const groups = Map.groupBy(items, ({ access }) => wishes.access ?? access?.join(','))
      // What the source says about each document holds. What was said of all of them, once, must not undo every time what
      // was changed here.
      const accessFor = wishes.access === undefined ? 'all' : 'new'
      const sent: SentDocument[] = []
      for (const [access, group] of groups)
        sent.push(...(await sendGroup(client, name, group, { ...wishes, access, accessFor }, now(), signal)))
      return sent
    },
    remove: async (external_ids) => {
      const body = { external_ids: [...external_ids], changed_at: now().toISOString() }
      return (await dataOf(client.POST('/api/sources/{name}/removals', { params, body }))).removed
    },
  }
}

interface GroupWishes extends SourceWishes {
  readonly accessFor: 'all' | 'new'
}

async function sendGroup(
  client: ApiClient,
  source: string,
  items: readonly SourceItem[],
  wishes: GroupWishes,
  seenAt: Date,
  signal: AbortSignal,
): Promise<readonly SentDocument[]> {
  const { access, accessFor, collection } = wishes
  const opened = await Promise.all(items.map(async (item) => ({ item, content: await contentOf(item, signal) })))
  const readable = opened.flatMap(({ item, content }) => (content instanceof Blob ? [{ item, content }] : []))
  const unreadable = opened.flatMap(({ item, content }) => (content instanceof Blob ? [] : [refused(item, content)]))
  if (readable.length === 0) return unreadable
  const form = new FormData()
  form.set('source', source)
  form.set('priority', 'low')
  if (access !== undefined) form.set('access', access)
  form.set('access_for', accessFor)
  if (collection !== undefined) form.set('collection', collection)
  form.set('files', JSON.stringify(readable.map(({ item }) => fieldsOf(item, seenAt))))
  // What is before the slash tells apart files of the same name; the library knows the file by what is after it.
  for (const [index, { item, content }] of readable.entries()) form.append('file', content, `${index}/${item.fileName}`)
  try {
    const reply = await client.upload(form)
    return [
      ...unreadable,
      ...readItems(
        reply,
        readable.map(({ item }) => item),
      ),
    ]
  } catch (error) {
    if (!(error instanceof RequestFailed) || isFinal(error.problem)) throw error
    if (items.length === 1) return items.map((item) => refused(item, error.problem.detail))
    // The library took none of them and named the reason of the first only.
    const each: SentDocument[] = []
    for (const item of items) each.push(...(await sendGroup(client, source, [item], wishes, seenAt, signal)))
    return each
  }
}

/** Not allowed, limits, a server or a store that can take nothing now: the next document would fare no better. */
function isFinal({ status }: Problem): boolean {
  return status === null || status === 401 || status === 403 || status === 429 || status >= 500
}

function fieldsOf({ externalId, fingerprint, title }: SourceItem, seenAt: Date) {
  const named = title === null ? {} : { title }
  return { external_id: externalId, fingerprint, changed_at: seenAt.toISOString(), ...named }
}

function readItems({ documents, rejected }: UploadReply, items: readonly SourceItem[]): SentDocument[] {
  const accepted = documents.values()
  return items.map((item, index): SentDocument => {
    const rejection = rejected.find(({ file_name }) => file_name === `${index}/${item.fileName}`)
    if (rejection !== undefined) return refused(item, rejection.detail)
    const document = accepted.next().value
    if (document === undefined) throw new Error('the server named fewer documents than were sent')
    return { externalId: item.externalId, documentId: document.id, refusal: null }
  })
}

function refused({ externalId }: SourceItem, refusal: string): SentDocument {
  return { externalId, documentId: null, refusal }
}

/** The bytes, or one sentence on why they cannot be had. */
async function contentOf(item: SourceItem, signal: AbortSignal): Promise<Blob | string> {
  try {
    return await blob(await item.open(signal))
  } catch (error) {
    signal.throwIfAborted()
    return error instanceof Error ? error.message : 'It cannot be read.'
  }
}

import pc from 'picocolors'
import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { AccessList, AccessListKind, DocumentAccess } from '../contracts/access.ts'
import type { ApiClient } from './api-client.ts'
import { findDocumentId } from './find-document-id.ts'
import { withClient } from './with-client.ts'

/** Whose access list: that of a document, or the one that documents of a collection or source inherit. */
export interface AccessTarget {
  readonly document?: string | undefined
  readonly collection?: string | undefined
  readonly source?: string | undefined
}

export interface SetAccessOptions {
  readonly access?: readonly string[] | undefined
  readonly inherit?: AccessListKind | undefined
  /** Also where one may not read the document oneself. */
  readonly asAdministrator?: boolean | undefined
  readonly json: boolean
}

/** Print who may read, and where that is decided. */
export async function showAccessCommand(
  config: Config,
  target: AccessTarget,
  { json }: { readonly json: boolean },
): Promise<void> {
  requireOne(target)
  const shown = await withClient(config, (client) => readAccess(client, target))
  print(shown, json)
}

/** Change who may read. */
export async function setAccessCommand(
  config: Config,
  target: AccessTarget,
  { access, inherit, asAdministrator = false, json }: SetAccessOptions,
): Promise<void> {
  const wish = wishOf(access, inherit)
  requireOne(target)
  print(await withClient(config, (client) => writeAccess(client, target, wish, asAdministrator)), json)
}

function wishOf(access: readonly string[] | undefined, inherit: AccessListKind | undefined): Wish {
  if (access !== undefined && inherit === undefined) return { access: [...access] }
  if (inherit !== undefined && access === undefined) return { inherit }
  throw new Error('Say either --access with the entries, or --inherit with collection or source.')
}

/** Before anything is started for the command. */
function requireOne(target: AccessTarget): void {
  if (Object.values(target).filter((name) => name !== undefined).length !== 1)
    throw new Error('Name one thing: a document by id or title, --collection <name> or --source <name>.')
}

type Shown = DocumentAccess | AccessList

async function readAccess(client: ApiClient, { document, collection, source }: AccessTarget): Promise<Shown> {
  if (document !== undefined) {
    const path = { id: await findDocumentId(client, document) }
    return dataOf(client.GET('/api/documents/{id}/access', { params: { path } }))
  }
  return dataOf(client.GET('/api/access-lists', { params: { query: listOf(collection, source) } }))
}

type Wish = { access: string[] } | { inherit: AccessListKind }

async function writeAccess(
  client: ApiClient,
  { document, collection, source }: AccessTarget,
  wish: Wish,
  asAdministrator: boolean,
): Promise<Shown> {
  if (document !== undefined) {
    const request = { params: { path: { id: await findDocumentId(client, document) } }, body: wish }
    return asAdministrator
      ? dataOf(client.PUT('/api/admin/documents/{id}/access', request))
      : dataOf(client.PUT('/api/documents/{id}/access', request))
  }
  if ('inherit' in wish) throw new Error('Only a document can inherit; give a collection or source its --access.')
  return dataOf(client.PUT('/api/access-lists', { params: { query: listOf(collection, source) }, body: wish }))
}

/** Which list is meant; exactly one is named. */
function listOf(collection: string | undefined, source: string | undefined): { kind: AccessListKind; name: string } {
  if (collection !== undefined) return { kind: 'collection', name: collection }
  return { kind: 'source', name: source ?? '' }
}

function print(shown: DocumentAccess | AccessList, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(shown))
    return
  }
  console.log(shown.access.join('\n'))
  if ('documents' in shown) console.log(pc.dim(`inherited by ${shown.documents} documents`))
  else {
    console.log(pc.dim(shown.from === 'document' ? 'a list of its own' : `from the ${shown.from} "${shown.name}"`))
    if (!shown.lets_you_in)
      console.log(
        pc.yellow(
          `You may not read it yourself now. To change that later:\n  npx footnote access set ${shown.document_id} --as-administrator --access <entries>`,
        ),
      )
  }
}

/** Print why somebody may or may not read a document. */
export async function explainAccessCommand(
  config: Config,
  { user, document, groups, json }: { user: string; document: string; groups?: string | undefined; json: boolean },
): Promise<void> {
  const explanation = await withClient(config, async (client) => {
    const id = await findDocumentId(client, document)
    const query = { user, document: id, ...(groups === undefined ? {} : { groups }) }
    return dataOf(client.GET('/api/admin/access/explain', { params: { query } }))
  })
  if (json) {
    console.log(JSON.stringify(explanation))
    return
  }
  console.log(explanation.sentences.join('\n'))
  if (explanation.what_to_do !== null) console.log(pc.bold(explanation.what_to_do))
}

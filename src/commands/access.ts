import pc from 'picocolors'
import type { Config } from '../config.ts'
import { AccessList, type AccessListKind, DocumentAccess } from '../contracts/access.ts'
import { AccessExplanation } from '../contracts/access-explanation.ts'
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

const Shown = DocumentAccess.or(AccessList)

/** Print who may read, and where that is decided. */
export async function showAccessCommand(
  config: Config,
  target: AccessTarget,
  { json }: { readonly json: boolean },
): Promise<void> {
  requireOne(target)
  const shown = await withClient(config, async (client) => client.call('GET', await pathOf(client, target)))
  print(Shown.parse(shown), json)
}

/** Change who may read. */
export async function setAccessCommand(
  config: Config,
  target: AccessTarget,
  { access, inherit, asAdministrator = false, json }: SetAccessOptions,
): Promise<void> {
  if ((access === undefined) === (inherit === undefined))
    throw new Error('Say either --access with the entries, or --inherit with collection or source.')
  requireOne(target)
  const body = access === undefined ? { inherit } : { access }
  const shown = await withClient(config, async (client) => {
    const path = await pathOf(client, target)
    return client.call('PUT', asAdministrator ? path.replace('/api/documents/', '/api/admin/documents/') : path, body)
  })
  print(Shown.parse(shown), json)
}

/** Before anything is started for the command. */
function requireOne(target: AccessTarget): void {
  if (Object.values(target).filter((name) => name !== undefined).length !== 1)
    throw new Error('Name one thing: a document by id or title, --collection <name> or --source <name>.')
}

async function pathOf(client: ApiClient, { document, collection, source }: AccessTarget): Promise<string> {
  if (document !== undefined) return `/api/documents/${await findDocumentId(client, document)}/access`
  if (collection !== undefined) return `/api/collections/${encodeURIComponent(collection)}/access`
  return `/api/sources/${encodeURIComponent(source ?? '')}/access`
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
  const reply = await withClient(config, async (client) => {
    const id = await findDocumentId(client, document)
    const query = new URLSearchParams({ user, document: id, ...(groups === undefined ? {} : { groups }) })
    return client.call('GET', `/api/admin/access/explain?${query.toString()}`)
  })
  const explanation = AccessExplanation.parse(reply)
  if (json) {
    console.log(JSON.stringify(explanation))
    return
  }
  console.log(explanation.sentences.join('\n'))
  if (explanation.what_to_do !== null) console.log(pc.bold(explanation.what_to_do))
}

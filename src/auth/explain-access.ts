import { and, eq } from 'drizzle-orm'
import type { AccessExplanation } from '../contracts/access-explanation.ts'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import { accessEntriesOf, EVERYONE, hasRole, type Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { documents } from '../platform/database/schema.ts'
import { findPerson } from './find-person.ts'

type Person = AccessExplanation['person']
type Document = AccessExplanation['document']

export interface ExplainInput {
  readonly user: string
  readonly document: string
  /** Taken instead of the groups known here: for somebody who never signed in, or to try out a change. */
  readonly groups?: readonly string[] | undefined
}

/**
 * Say why somebody may or may not read a document, by the rule that answers and documents are checked with. Throws
 * `document-not-found` for a document that the organisation never had.
 */
export async function explainAccess(
  database: Database,
  { user, document: documentId, groups }: ExplainInput,
  { principal: { tenant_id }, clock }: CallContext,
): Promise<AccessExplanation> {
  const [found, document] = await Promise.all([
    findPerson(database, tenant_id, user, clock.now()),
    findDocument(database, tenant_id, documentId),
  ])
  const person: Person =
    groups === undefined ? found : { ...found, group_ids: [...groups], groups_from: 'request' as const }
  const matching = matchingEntry(person, document, tenant_id)
  const obstacles = obstaclesOf(person, document, matching)
  return {
    allowed: obstacles.length === 0,
    sentences: [...sentencesAbout(person, document), ...outcome(obstacles, matching, person)],
    what_to_do: obstacles[0]?.remedy ?? null,
    tenant_id,
    person,
    document,
    matching_entry: matching,
  }
}

async function findDocument(database: Database, tenantId: string, id: string): Promise<Document> {
  const [row] = await database
    .forTenant(tenantId)
    .select()
    .from(documents)
    .where(and(eq(documents.tenantId, tenantId), eq(documents.id, id)))
  if (row === undefined)
    throw problem('document-not-found', 'Check the id; it must be a document of your organisation.')
  const names = { document: null, collection: row.collection, source: row.source }
  return {
    document_id: id,
    deleted: row.deletedAt !== null,
    searchable: row.currentVersion !== null,
    access: row.access,
    from: row.accessFrom,
    name: names[row.accessFrom],
  }
}

function principalOf(person: Person, tenantId: string): Principal {
  const { object_id, group_ids, roles } = person
  return { tenant_id: tenantId, object_id, group_ids, roles: roles ?? [], kind: 'user' }
}

function matchingEntry(person: Person, { access }: Document, tenantId: string): string | null {
  return accessEntriesOf(principalOf(person, tenantId)).find((entry) => access.includes(entry)) ?? null
}

/** Something that keeps somebody from reading, and what would remove it. */
interface Obstacle {
  readonly sentence: string
  readonly remedy: string
}

function obstaclesOf(person: Person, document: Document, matching: string | null): readonly Obstacle[] {
  const obstacles: Obstacle[] = []
  if (document.deleted)
    obstacles.push({ sentence: 'A deleted document is shown to nobody.', remedy: 'Upload the document again.' })
  if (person.disabled) obstacles.push(disabled(person))
  if (person.roles !== null && !hasRole(principalOf(person, ''), 'Reader')) {
    const remedy = `Give ${nameOf(person)} the role Reader.`
    obstacles.push({ sentence: 'Without the role Reader nobody opens documents.', remedy })
  }
  if (matching === null) {
    const sentence = `No entry of the list matches: neither "${EVERYONE}", nor "user:${person.object_id}", nor one of the groups.`
    obstacles.push({ sentence, remedy: remedyForList(person, document) })
  }
  return obstacles
}

function disabled(person: Person): Obstacle {
  if (person.kind === 'api-key')
    return { sentence: 'The API key was revoked or has expired.', remedy: 'Make a new API key for the script.' }
  return { sentence: 'The account is disabled.', remedy: `Enable the account of ${nameOf(person)}.` }
}

function remedyForList({ object_id, group_ids, groups_from }: Person, { access, from, name }: Document): string {
  const where = from === 'document' ? "the document's access list" : `the access list of the ${from} "${name}"`
  const groups = access.filter((entry) => entry.startsWith('group:')).map((entry) => entry.slice('group:'.length))
  const join = groups.length === 0 ? '' : `, or make them a member of ${groups.slice(0, 5).join(' or ')}`
  const stale = groups_from === 'last-sign-in' ? ' If they joined a group since, they sign in again.' : ''
  const unknown = groups_from === 'unknown' && group_ids.length === 0 ? ' Or ask again with their groups.' : ''
  return `Add "user:${object_id}" or a group of theirs to ${where}${join}.${stale}${unknown}`
}

const GROUPS_FROM: Readonly<Record<Person['groups_from'], string>> = {
  account: 'as their account here says',
  'last-sign-in': 'as their provider said when they last signed in',
  'api-key': 'as the key was given',
  request: 'as you gave them',
  unknown: 'as far as is known here',
}

function sentencesAbout(person: Person, document: Document): string[] {
  const { object_id, display_name, known, kind, roles, group_ids, groups_from } = person
  const { access, from, name, deleted, searchable } = document
  const who = kind === 'api-key' ? 'an API key' : 'a person'
  const called = display_name === null || display_name === object_id ? object_id : `${display_name} (${object_id})`
  const groups = group_ids.length === 0 ? 'in no group' : `in ${group_ids.join(', ')}`
  const origin = from === 'document' ? 'has a list of its own' : `follows the list of the ${from} "${name}"`
  const pending = deleted || searchable ? [] : ['No version of it is searchable yet, so that answers cannot use it.']
  return [
    known ? `${called} is ${who} of your organisation.` : `${object_id} never signed in here.`,
    `They are ${groups}, ${GROUPS_FROM[groups_from]}.`,
    ...(roles === null ? [] : [`Their roles: ${roles.length === 0 ? 'none' : roles.join(', ')}.`]),
    deleted ? 'The document was deleted.' : `The document exists and ${origin}: ${access.join(', ') || 'nobody'}.`,
    ...pending,
  ]
}

function outcome(obstacles: readonly Obstacle[], matching: string | null, person: Person): string[] {
  if (obstacles.length > 0)
    return [...obstacles.map(({ sentence }) => sentence), `Therefore ${nameOf(person)} may not read it.`]
  const condition = person.known ? '' : ' once they sign in with the role Reader'
  return [`The entry "${matching}" matches.`, `Therefore ${nameOf(person)} may read it${condition}.`]
}

/** As people know each other; an object id says nothing to most. */
function nameOf({ display_name, object_id }: Person): string {
  return display_name ?? object_id
}

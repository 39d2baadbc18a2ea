import { and, arrayOverlaps, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { problem } from '../../contracts/errors.ts'
import type { GoldenEvidenceInput } from '../../contracts/golden-cases.ts'
import { accessEntriesOf, type Principal } from '../../contracts/principal.ts'
import type { Orm, Transaction } from '../../platform/database/database.ts'
import { documents, passages } from '../../platform/database/schema.ts'

/** What a label is kept as; an empty hash is the whole document. */
export interface Label {
  readonly documentId: string
  readonly textHash: string
}

/** Passages overlap, so that two may hold the same words. */
const MOST_PASSAGES_OF_A_QUOTE = 3

/**
 * Bind a label to the words of a passage of a document that the caller may read. Throws `document-not-found`, and
 * `invalid-request` for words that do not stand there and for a name that several documents have.
 */
export async function resolveEvidence(
  orm: Orm | Transaction,
  given: GoldenEvidenceInput,
  principal: Principal,
): Promise<readonly Label[]> {
  const { id: documentId, version } = await documentOf(orm, given, principal)
  const { text_hash: hash, quote } = given
  if (hash === undefined || hash === null) {
    if (quote === undefined || quote === null) return [{ documentId, textHash: '' }]
  } else if (await has(orm, principal.tenant_id, { documentId, version, hash })) return [{ documentId, textHash: hash }]
  // A hash that no longer fits may come from before the document was cut anew: its words decide then.
  const hashes = await passagesWith(orm, principal.tenant_id, { documentId, version, quote: quote ?? '' })
  if (hashes.length === 0)
    throw problem(
      'invalid-request',
      `${nameOf(given)} has no passage with these words; copy them from the document, or leave "quote" and "text_hash" out.`,
    )
  return hashes.map((textHash) => ({ documentId, textHash }))
}

async function documentOf(
  orm: Orm | Transaction,
  given: GoldenEvidenceInput,
  principal: Principal,
): Promise<{ readonly id: string; readonly version: number }> {
  const { document_id: id, external_id: externalId, source } = given
  const rows = await orm
    .select({ id: documents.id, version: documents.currentVersion })
    .from(documents)
    .where(
      and(
        eq(documents.tenantId, principal.tenant_id),
        isNull(documents.deletedAt),
        arrayOverlaps(documents.access, [...accessEntriesOf(principal)]),
        isNotNull(documents.currentVersion),
        id === undefined ? undefined : eq(documents.id, id),
        externalId === undefined || id !== undefined ? undefined : eq(documents.externalId, externalId),
        source === undefined || id !== undefined ? undefined : eq(documents.source, source),
      ),
    )
    .limit(2)
  const [row, another] = rows
  if (row === undefined || row.version === null)
    throw problem('document-not-found', `${nameOf(given)} is not there to search, or you may not read it.`)
  if (another !== undefined)
    throw problem('invalid-request', `Several sources have ${nameOf(given)}; name the "source" too.`)
  return { id: row.id, version: row.version }
}

function nameOf({ document_id: id, external_id: externalId }: GoldenEvidenceInput): string {
  return `The document "${externalId ?? id}"`
}

interface Place {
  readonly documentId: string
  readonly version: number
}

function isOf(tenantId: string, { documentId, version }: Place) {
  return and(eq(passages.tenantId, tenantId), eq(passages.documentId, documentId), eq(passages.version, version))
}

async function has(
  orm: Orm | Transaction,
  tenantId: string,
  { hash, ...place }: Place & { readonly hash: string },
): Promise<boolean> {
  const isThere = and(isOf(tenantId, place), eq(passages.textHash, hash))
  return (await orm.select({ id: passages.id }).from(passages).where(isThere).limit(1)).length > 0
}

/** Hashes of the passages that hold these words, however they are spaced. */
async function passagesWith(
  orm: Orm | Transaction,
  tenantId: string,
  { quote, ...place }: Place & { readonly quote: string },
): Promise<readonly string[]> {
  const words = quote.replaceAll(/\s+/g, ' ').trim().toLowerCase()
  if (words === '') return []
  const holds = sql`strpos(lower(regexp_replace(${passages.text}, '\\s+', ' ', 'g')), ${words}) > 0`
  const rows = await orm
    .select({ hash: passages.textHash })
    .from(passages)
    .where(and(isOf(tenantId, place), holds))
    .orderBy(asc(passages.ordinal))
    .limit(MOST_PASSAGES_OF_A_QUOTE)
  return [...new Set(rows.map(({ hash }) => hash))]
}

import { and, arrayContains, eq, isNull, max, ne, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { PromptDraft } from '../../contracts/prompts.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database, Orm } from '../../platform/database/database.ts'
import { promptVersions } from '../../platform/database/prompt-schema.ts'
import { users } from '../../platform/database/sign-in-schema.ts'
import { checkWording, normaliseWording, type WordingLimits } from './check-wording.ts'
import { promptIs, promptRow } from './read-prompts.ts'

/** Keep a new wording for review; returns its number. Throws `invalid-request` with what to change. */
export async function draftPrompt(
  { database, ...limits }: WordingLimits & { readonly database: Database },
  draft: PromptDraft,
  context: CallContext,
): Promise<number> {
  const { principal, clock } = context
  requirePerson(principal)
  const { tenant_id: tenantId, object_id: createdBy } = principal
  const text = normaliseWording(draft.text)
  checkWording(text, limits)
  return database.forTenant(tenantId).transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`prompts:${tenantId}`}, 0))`)
    const [newest] = await tx
      .select({ number: max(promptVersions.number) })
      .from(promptVersions)
      .where(eq(promptVersions.tenantId, tenantId))
    const number = (newest?.number ?? 0) + 1
    const createdAt = new Date(clock.now())
    await tx.insert(promptVersions).values({ tenantId, number, text, note: draft.note.trim(), createdBy, createdAt })
    await noteAct(tx, context, { kind: 'prompt-drafted', object: `prompt:${number}` })
    return number
  })
}

/**
 * Say that a draft was read and may be activated. Somebody else than its author does that, unless there is no other
 * administrator; the row then shows that its author did. Throws `not-found`, and `not-allowed-now` for everything else.
 */
export async function reviewPrompt(database: Database, number: number, context: CallContext): Promise<void> {
  const { principal, clock } = context
  requirePerson(principal)
  const { tenant_id: tenantId, object_id: reviewedBy } = principal
  const orm = database.forTenant(tenantId)
  const { createdBy } = await promptRow(orm, tenantId, number)
  if (createdBy === null) throw problem('not-allowed-now', 'The default needs no review; activate it.')
  if (createdBy === reviewedBy && (await hasOtherAdministrator(orm, principal)))
    throw problem('not-allowed-now', 'You wrote it; let another administrator review it.')
  await orm.transaction(async (tx) => {
    const reviewed = await tx
      .update(promptVersions)
      .set({ reviewedBy, reviewedAt: new Date(clock.now()) })
      .where(and(promptIs(tenantId, number), isNull(promptVersions.reviewedAt)))
      .returning({ number: promptVersions.number })
    if (reviewed.length === 0) throw problem('not-allowed-now', 'It was reviewed before; activate it.')
    await noteAct(tx, context, { kind: 'prompt-reviewed', object: `prompt:${number}` })
  })
}

/** Four eyes are those of people: an API key would let one person be two. */
function requirePerson({ kind }: Principal): void {
  if (kind !== 'user') throw problem('not-allowed-now', 'Wordings are written and reviewed by people; sign in for it.')
}

/** Of other providers, those count whom the provider called an administrator when they signed in last. */
async function hasOtherAdministrator(
  orm: Orm,
  { tenant_id: tenantId, object_id: objectId }: Principal,
): Promise<boolean> {
  const others = and(eq(users.tenantId, tenantId), ne(users.objectId, objectId), isNull(users.disabledAt))
  return (await orm.$count(users, and(others, arrayContains(users.roles, ['Admin'])))) > 0
}

import { and, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import type { CallContext, Clock } from '../../contracts/call-context.ts'
import type { DiscardReply, ReplayReply } from '../../contracts/dead-letters.ts'
import { problem } from '../../contracts/errors.ts'
import { type Act, noteAct } from '../../platform/audit/note-act.ts'
import type { DeadLetter } from '../../platform/bus/bus.ts'
import { documentVersions } from '../../platform/database/schema.ts'
import { STATES_AT_WORK } from '../hold-version.ts'
import { INGEST_QUEUE } from '../ingest-queue.ts'
import { requeueVersion } from '../requeue-version.ts'
import { findSubjects, type Standing, type Subject } from './letter-subjects.ts'
import type { DeadLetterDependencies } from './list-dead-letters.ts'

/** How many letters are read, and settled, at a time. */
const PAGE_SIZE = 100

export interface ChosenLetters {
  /** All of the tenant when left out. */
  readonly ids?: readonly string[] | undefined
}

/**
 * Have what was given up tried again: the chosen letters, or all that there are now. A document is queued anew in one
 * transaction with its job, and only then its letter goes: a crash between leaves a letter too many, never a document too few.
 */
export async function replayDeadLetters(
  dependencies: DeadLetterDependencies,
  choice: ChosenLetters,
  context: CallContext,
): Promise<ReplayReply> {
  let [replayed, obsolete] = [0, 0]
  for await (const letters of pagesOf(dependencies, choice, context)) {
    const subjects = await findSubjects(dependencies.database, context.principal.tenant_id, letters)
    replayed += await replayFailed(dependencies, having(subjects, 'failed'), context)
    replayed += await replayOpen(dependencies, having(subjects, 'open'), context)
    obsolete += await discard(dependencies, having(subjects, 'obsolete'), context)
  }
  if (replayed + obsolete === 0) requireFound(choice)
  else await note(dependencies, { kind: 'dead-letters-replayed', detail: { replayed, obsolete } }, context)
  return { replayed, obsolete }
}

/** Forget what was given up. Its documents stay failed, with their reason, and can be tried again by themselves. */
export async function discardDeadLetters(
  dependencies: DeadLetterDependencies,
  choice: ChosenLetters,
  context: CallContext,
): Promise<DiscardReply> {
  let discarded = 0
  for await (const letters of pagesOf(dependencies, choice, context)) {
    const subjects = await findSubjects(dependencies.database, context.principal.tenant_id, letters)
    await admitFailure(dependencies, having(subjects, 'open'), context)
    discarded += await discard(dependencies, subjects, context)
  }
  if (discarded === 0) requireFound(choice)
  else await note(dependencies, { kind: 'dead-letters-discarded', detail: { discarded } }, context)
  return { discarded }
}

/** Letters are settled one after the other, some at a broker: what came of all of them is written down at the end. */
function note({ database }: DeadLetterDependencies, act: Act, context: CallContext): Promise<void> {
  return noteAct(database.forTenant(context.principal.tenant_id), context, act)
}

/** The chosen letters page by page, newest first; those that come in meanwhile are not among them. */
async function* pagesOf(
  { bus }: DeadLetterDependencies,
  { ids }: ChosenLetters,
  { principal, signal }: CallContext,
): AsyncGenerator<readonly DeadLetter[]> {
  const missing = ids === undefined ? null : new Set(ids)
  let after: string | undefined
  do {
    signal.throwIfAborted()
    const page = await bus.deadLetters({ tenantId: principal.tenant_id, limit: PAGE_SIZE, after })
    const letters = page.letters.filter(({ id }) => missing?.delete(id) ?? true)
    if (letters.length > 0) yield letters
    if (missing?.size === 0) return
    after = page.next ?? undefined
  } while (after !== undefined)
}

async function replayFailed(
  dependencies: DeadLetterDependencies,
  subjects: readonly Subject[],
  context: CallContext,
): Promise<number> {
  const { bus, database } = dependencies
  const { clock } = context
  let replayed = 0
  for (const { version } of subjects) {
    if (version === null) continue
    const key = { tenantId: version.tenantId, versionId: version.id }
    const isQueued = await database
      .forTenant(version.tenantId)
      .transaction((tx) => requeueVersion({ tx, bus, clock }, key))
    if (isQueued) replayed += 1
  }
  bus.wake(INGEST_QUEUE)
  await discard(dependencies, subjects, context)
  return replayed
}

async function replayOpen(
  { bus }: DeadLetterDependencies,
  subjects: readonly Subject[],
  { principal }: CallContext,
): Promise<number> {
  return subjects.length === 0 ? 0 : bus.replayDeadLetters({ tenantId: principal.tenant_id, ids: idsOf(subjects) })
}

async function discard(
  { bus }: DeadLetterDependencies,
  subjects: readonly Subject[],
  { principal }: CallContext,
): Promise<number> {
  return subjects.length === 0 ? 0 : bus.discardDeadLetters({ tenantId: principal.tenant_id, ids: idsOf(subjects) })
}

/** A version whose worker died at the last attempt still looks busy; without its letter it would do so for ever. */
async function admitFailure(
  { database }: DeadLetterDependencies,
  subjects: readonly Subject[],
  { principal, clock }: CallContext,
): Promise<void> {
  const ids = subjects.flatMap(({ version }) => version?.id ?? [])
  if (ids.length === 0) return
  const detail =
    'The process that read it ended again and again, and an administrator gave it up; retry it to read it again.'
  await database
    .forTenant(principal.tenant_id)
    .update(documentVersions)
    .set({ state: 'failed', reason: 'internal', detail, since: new Date(clock.now()), heldUntil: null })
    .where(
      and(
        eq(documentVersions.tenantId, principal.tenant_id),
        inArray(documentVersions.id, ids),
        inArray(documentVersions.state, [...STATES_AT_WORK]),
        isHeldByNobody(clock),
      ),
    )
}

function isHeldByNobody(clock: Clock) {
  return or(isNull(documentVersions.heldUntil), lt(documentVersions.heldUntil, new Date(clock.now())))
}

function having(subjects: readonly Subject[], standing: Standing): readonly Subject[] {
  return subjects.filter((subject) => subject.standing === standing)
}

function idsOf(subjects: readonly Subject[]): readonly string[] {
  return subjects.map(({ letter }) => letter.id)
}

/** No letters at all is a fine answer to "all"; to ids it is a mistake. */
function requireFound({ ids }: ChosenLetters): void {
  if (ids === undefined) return
  throw problem(
    'not-found',
    'There are no dead letters with these ids: they were replayed, discarded or became obsolete. List them again.',
  )
}

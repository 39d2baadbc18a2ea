import { and, eq, inArray, isNull, lt, ne, notInArray, or } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import type { DocumentState, FailureReason } from '../contracts/documents.ts'
import type { Orm } from '../platform/database/database.ts'
import { documentVersions } from '../platform/database/schema.ts'
import type { Findings } from './parsed-document.ts'
import { type VersionKey, type VersionRow, versionIs } from './version-progress.ts'

/**
 * The right of one delivery of one job to write a version. Whoever has it writes job and attempt into the row when it
 * begins, and every later write holds only while they are still there: a worker that was taken for dead, or whose document
 * was cancelled or deleted, changes nothing any more.
 */
export interface Hold extends VersionKey {
  readonly job: string
  readonly attempt: number
}

/** Where a version stands. Parts that are left out stay as they are. */
export interface Progress {
  readonly state?: DocumentState
  readonly reason?: FailureReason | null
  readonly detail?: string | null
  readonly nextTryAt?: Date | null
  readonly timings?: VersionRow['timings']
  readonly mediaType?: string
  readonly title?: string
  readonly ownTitle?: string | null
  readonly remarks?: string | null
  readonly reader?: string | null
  readonly pages?: number | null
  readonly passages?: number
  readonly findings?: Findings | null
}

/** Somebody else has the version now, or nobody needs it any more. Not a failure: there is just nothing left to do. */
export class HoldLost extends Error {
  override readonly name = 'HoldLost'

  constructor() {
    super('another worker has taken over, or the document was cancelled or deleted')
  }
}

/** A connection, or the transaction of a caller. */
type Writer = Pick<Orm, 'update'>

/**
 * How long another job takes a worker for alive after its last sign of life. A worker gives one every two seconds; this
 * leaves room for a process that is busy, and a dead one is replaced in time.
 */
const HOLD_IN_MS = 15_000

/** States in which a worker is at work. */
export const STATES_AT_WORK: readonly DocumentState[] = ['parsing', 'embedding', 'indexing']
/** Ends that a delivery which comes late must not undo. */
const ENDED: readonly DocumentState[] = ['ready', 'needs_ocr', 'failed', 'deleted']

/**
 * Begin to work on a version; null when this delivery has no right to.
 * - Of the same job the later delivery wins: the bus hands a job out again only when it takes the worker before for dead.
 *   An earlier one has no right any more; one with the same number waits for no one but a worker that is alive.
 * - So does another job: two jobs for one version never work at the same time. Whichever comes while a worker is alive has
 *   nothing to add and may be dropped: the one at work, or `resumeUnfinished`, brings the version to its end.
 * - What has ended stays so, except that a new job may try again what failed on our side (a dead letter that is replayed).
 */
export async function claimVersion(
  orm: Writer,
  hold: Hold,
  begun: Pick<Progress, 'timings'>,
  clock: Clock,
): Promise<VersionRow | null> {
  const now = new Date(clock.now())
  const { job, attempt } = hold
  const isOpen = notInArray(documentVersions.state, [...ENDED])
  const failedUnderAnother = and(
    eq(documentVersions.state, 'failed'),
    eq(documentVersions.reason, 'internal'),
    or(isNull(documentVersions.job), ne(documentVersions.job, job)),
  )
  const nobodyHolds = or(isNull(documentVersions.heldUntil), lt(documentVersions.heldUntil, now))
  const isFree = or(
    isNull(documentVersions.job),
    and(eq(documentVersions.job, job), lt(documentVersions.attempt, attempt)),
    and(eq(documentVersions.job, job), eq(documentVersions.attempt, attempt), nobodyHolds),
    and(ne(documentVersions.job, job), nobodyHolds),
  )
  const set = { ...begun, job, attempt, state: 'parsing', since: now, reason: null, detail: null, nextTryAt: null }
  const [row] = await orm
    .update(documentVersions)
    .set({ ...set, heldUntil: heldUntil(clock) })
    .where(and(versionIs(hold), or(isOpen, failedUnderAnother), isFree))
    .returning()
  return row ?? null
}

/** Write down how far a version has come, and that its worker is alive. Throws `HoldLost` when it is no longer this one's. */
export function recordProgress(orm: Writer, hold: Hold, progress: Progress, clock: Clock): Promise<void> {
  return writeHeld(orm, hold, { ...progress, heldUntil: heldUntil(clock) }, clock)
}

/** Write down how a delivery ended and let go of the version. Throws `HoldLost` when it is no longer this one's. */
export function releaseVersion(
  orm: Writer,
  hold: Hold,
  end: Progress & { readonly state: DocumentState },
  clock: Clock,
): Promise<void> {
  return writeHeld(orm, hold, { nextTryAt: null, ...end, heldUntil: null }, clock)
}

async function writeHeld(
  orm: Writer,
  hold: Hold,
  set: Progress & { readonly heldUntil: Date | null },
  clock: Clock,
): Promise<void> {
  const since = set.state === undefined ? {} : { since: new Date(clock.now()) }
  const written = await orm
    .update(documentVersions)
    .set({ ...set, ...since })
    .where(isHeldBy(hold))
    .returning({ id: documentVersions.id })
  if (written.length === 0) throw new HoldLost()
}

function isHeldBy(hold: Hold) {
  return and(
    versionIs(hold),
    eq(documentVersions.job, hold.job),
    eq(documentVersions.attempt, hold.attempt),
    inArray(documentVersions.state, [...STATES_AT_WORK]),
  )
}

function heldUntil(clock: Clock): Date {
  return new Date(clock.now() + HOLD_IN_MS)
}

import { and, eq, isNull } from 'drizzle-orm'
import { problem } from '../../contracts/errors.ts'
import type { Database } from '../database/database.ts'
import { generations } from '../database/schema.ts'
import type { EmbeddingModel } from '../embedding-model/embedding-model.ts'
import type { IndexPartition } from '../search-index/search-index.ts'
import { type Canary, isSameModel, readCanary } from './canary.ts'

/** A server may be given another model while this process runs. */
const ASKED_EVERY_MS = 10 * 60_000
/** After a failure; until then nothing is known, and nobody waits. */
const PAUSE_IN_MS = 5_000
const LONGEST_WAIT_IN_MS = 2_000

/** `unknown` while the model does not answer. */
export type ModelState = 'changed' | 'same' | 'unknown'

/**
 * Tells whether the embedding model of this process still says what it said when a generation was begun. Its fingerprint
 * cannot: a server may offer another model under the same name. A generation without a canary gets the one of now.
 */
export type ModelCheck = (partition: IndexPartition) => Promise<ModelState>

export interface ModelCheckDependencies {
  /** Opened when it is first needed. */
  readonly database: () => Promise<Database>
  readonly embedder: Pick<EmbeddingModel, 'embedPassages' | 'isCheap'>
  /** Milliseconds of any steady clock. */
  readonly now?: () => number
}

/** Make the check of a process. */
export function createModelCheck({
  database,
  embedder,
  now = () => performance.now(),
}: ModelCheckDependencies): ModelCheck {
  // Ships with the program, and its fingerprint is that of its numbers.
  if (embedder.isCheap) return async () => 'same'
  const known = new Map<string, Canary>()
  let own: Canary | null = null
  let asking: Promise<Canary | null> | null = null
  let askAgainAt = Number.NEGATIVE_INFINITY

  const ask = () =>
    (asking ??= readCanary(embedder, AbortSignal.timeout(LONGEST_WAIT_IN_MS))
      .then((canary) => {
        own = canary
        askAgainAt = now() + ASKED_EVERY_MS
        return own
      })
      .catch(() => {
        askAgainAt = now() + PAUSE_IN_MS
        return null
      })
      .finally(() => {
        asking = null
      }))

  /** Whoever asks first waits for the answer; later ones get the last one while it is asked again. */
  async function current(): Promise<Canary | null> {
    if (now() < askAgainAt) return own
    const asked = ask()
    return own ?? asked
  }

  return async ({ tenantId, generation }) => {
    const place = JSON.stringify([tenantId, generation])
    const here = await current()
    if (here === null) return 'unknown'
    const built = known.get(place)
    if (built !== undefined) return isSameModel(built, here) ? 'same' : 'changed'
    const orm = (await database()).forTenant(tenantId)
    const one = and(eq(generations.tenantId, tenantId), eq(generations.id, generation))
    const find = async () => (await orm.select({ canary: generations.canary }).from(generations).where(one))[0]
    const row = await find()
    if (row === undefined) return 'unknown'
    // Asked anew: what is written from now on is what the model says now.
    const fresh = row.canary === null ? await ask() : here
    if (fresh === null) return 'unknown'
    if (row.canary === null)
      await orm
        .update(generations)
        .set({ canary: fresh })
        .where(and(one, isNull(generations.canary)))
    // Another process may have been first.
    const kept = row.canary ?? (await find())?.canary ?? null
    if (kept === null) return 'unknown'
    known.set(place, kept)
    return isSameModel(kept, fresh) ? 'same' : 'changed'
  }
}

/** What to tell whoever can do something about it. */
export const MODEL_CHANGED =
  'The embedding model says something else than when the search index was built: its server offers another model under the same name. ' +
  'Questions are searched for by their words alone, and documents wait. Run "npx footnote reindex" to build an index that fits, or bring the other model back.'

/** Throws `index-mismatch` when the model has changed: vectors of two models side by side mean nothing. */
export async function requireSameModel(check: ModelCheck, partition: IndexPartition): Promise<void> {
  if ((await check(partition)) === 'changed') throw problem('index-mismatch', MODEL_CHANGED)
}

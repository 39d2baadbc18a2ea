import type { PGlite } from '@electric-sql/pglite'
import type { PoolClient } from 'pg'

/** Tables whose rows decide what a caller may do right now. */
const TABLES = ['tenants', 'users'] as const
const CHANNEL = 'footnote_standing'
const TRIGGER = 'footnote_standing_changed'

/**
 * Let the database tell of every change of these tables when it is committed, whoever makes it; what is rolled back is not
 * told. Nothing is changed where it is so already.
 */
const TELL_OF_CHANGES = `do $$
declare
  watched text;
begin
  create or replace function public.${TRIGGER}() returns trigger language plpgsql as 'begin notify ${CHANNEL}; return null; end';
  foreach watched in array array[${TABLES.map((table) => `'${table}'`).join(', ')}] loop
    if not exists (select from pg_trigger where tgrelid = format('public.%I', watched)::regclass and tgname = '${TRIGGER}') then
      execute format('create trigger ${TRIGGER} after insert or update or delete or truncate on public.%I for each statement execute function public.${TRIGGER}()', watched);
    end if;
  end loop;
end $$`

export async function tellOfChanges(client: PoolClient): Promise<void> {
  await client.query(TELL_OF_CHANGES)
}

/** Hear of the changes in the one session of the embedded database; they come with the answers to whoever makes them. */
export async function listenToChanges(db: PGlite): Promise<void> {
  await db.exec(`listen ${CHANNEL}`)
}

/** A number that two threads share. */
export interface StandingRevision {
  /** To be handed to the thread of the database. */
  readonly memory: SharedArrayBuffer
  readonly read: () => number
  readonly grow: () => void
}

export function createStandingRevision(
  memory: SharedArrayBuffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
): StandingRevision {
  const cell = new Int32Array(memory)
  return { memory, read: () => Atomics.load(cell, 0), grow: () => void Atomics.add(cell, 0, 1) }
}

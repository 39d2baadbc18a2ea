import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { z } from 'zod'

const LOCK_FILE = 'lock.json'
/** A lock that cannot be read for so long is one that a crash left half written. */
const LOOKS_AT_UNREADABLE = 10
const LOOK_INTERVAL_IN_MS = 100

const Owner = z.object({ pid: z.number().int(), started_at: z.string(), url: z.string().nullable() })
export type HomeOwner = z.infer<typeof Owner>

/** The right of this process to be the only one that has the data folder open. */
export interface HomeLock extends AsyncDisposable {
  /** Tell other commands of this machine where this process answers. */
  readonly announce: (url: string) => Promise<void>
}

/** Another process has the data folder open. */
export class HomeInUseError extends Error {
  readonly owner: HomeOwner

  constructor(home: string, owner: HomeOwner) {
    super(
      `The data folder ${home} is in use by process ${owner.pid}${owner.url === null ? '' : ` (${owner.url})`}; ` +
        'stop that process first, or set FOOTNOTE_HOME to another folder.',
    )
    this.name = 'HomeInUseError'
    this.owner = owner
  }
}

/**
 * Take the lock of a data folder; throws `HomeInUseError` while its owner lives. The embedded database takes no lock of
 * its own, and two processes in one folder would lose acknowledged rows. A dead owner's lock is taken over, never an old one's.
 */
export async function takeHomeLock(home: string, startedAt: Date): Promise<HomeLock> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const path = join(home, LOCK_FILE)
  const owner: HomeOwner = { pid: process.pid, started_at: startedAt.toISOString(), url: null }
  for (let attempt = 0; !(await createExclusively(path, owner)); attempt++) {
    const present = await readHomeOwner(home)
    if (present === null && attempt < LOOKS_AT_UNREADABLE) {
      // Being replaced, or written by a version that did not write it in one piece: not a sign that nobody is there.
      await rest(LOOK_INTERVAL_IN_MS)
      continue
    }
    if (present !== null && isAlive(present.pid)) throw new HomeInUseError(home, present)
    if (attempt >= LOOKS_AT_UNREADABLE + 3)
      throw new Error(`The lock file ${path} cannot be taken over; delete it if no Footnote is running.`)
    await removeDeadLock(path, present)
  }
  return {
    announce: (url) => replace(path, { ...owner, url }),
    [Symbol.asyncDispose]: async () => {
      // Another process may have taken it over, if this one was stopped for long.
      if ((await readHomeOwner(home))?.pid === owner.pid) await rm(path, { force: true })
    },
  }
}

/** Who has the data folder open, or null when nobody alive does. */
export async function findHomeOwner(home: string): Promise<HomeOwner | null> {
  const owner = await readHomeOwner(home)
  return owner !== null && isAlive(owner.pid) ? owner : null
}

/** A file that appears complete or not at all: written beside, then linked, which fails when the name is taken. */
async function createExclusively(path: string, owner: HomeOwner): Promise<boolean> {
  const draft = `${path}.${owner.pid}`
  await writeFile(draft, JSON.stringify(owner), { mode: 0o600 })
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Put another text in the place of the lock, in one piece: whoever reads it meanwhile sees the one or the other. */
async function replace(path: string, owner: HomeOwner): Promise<void> {
  const draft = `${path}.${owner.pid}`
  await writeFile(draft, JSON.stringify(owner), { mode: 0o600 })
  await rename(draft, path)
}

/** Move the lock away before deleting it: if another process was faster, what we moved is its lock, and it gets it back. */
async function removeDeadLock(path: string, dead: HomeOwner | null): Promise<void> {
  const moved = `${path}.${process.pid}.dead`
  try {
    await rename(path, moved)
  } catch {
    return
  }
  const found = await readOwner(moved)
  if (found !== null && found.pid !== dead?.pid) await link(moved, path)
  await rm(moved, { force: true })
}

function readHomeOwner(home: string): Promise<HomeOwner | null> {
  return readOwner(join(home, LOCK_FILE))
}

async function readOwner(path: string): Promise<HomeOwner | null> {
  try {
    return Owner.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'

const SignIn = z.object({ access_token: z.string(), refresh_token: z.string(), expires_at: z.number() })
export type SignIn = z.infer<typeof SignIn>

const Stored = z.object({ last: z.string().nullable(), servers: z.record(z.string(), SignIn) })
type Stored = z.infer<typeof Stored>

const NOTHING: Stored = { last: null, servers: {} }
/** Longer than asking a provider takes; who holds the file for longer has died. */
const LOCK_LIFETIME_IN_MS = 60_000
const LOCK_INTERVAL_IN_MS = 50

/** Servers where this user's command line is signed in: a file that only the user can read. */
export interface StoredSignIns {
  readonly file: string
  /** The server that was signed in to last, or null. */
  readonly lastServer: () => Promise<string | null>
  readonly get: (server: string) => Promise<SignIn | null>
  /** Change what is known of a server while no other command does: a refresh token works once. Null forgets it. */
  readonly update: (server: string, change: (known: SignIn | null) => Promise<SignIn | null>) => Promise<SignIn | null>
}

export function openStoredSignIns(file = join(homedir(), '.config', 'footnote', 'sign-ins.json')): StoredSignIns {
  const read = async (): Promise<Stored> => {
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text === null) return NOTHING
    try {
      return Stored.parse(JSON.parse(text))
    } catch {
      return NOTHING
    }
  }
  const write = async (stored: Stored): Promise<void> => {
    const draft = `${file}.${randomUUID()}`
    await writeFile(draft, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 })
    await rename(draft, file)
  }
  return {
    file,
    lastServer: async () => (await read()).last,
    get: async (server) => (await read()).servers[server] ?? null,
    update: (server, change) =>
      withLock(`${file}.lock`, async () => {
        const stored = await read()
        const { [server]: known = null, ...others } = stored.servers
        const changed = await change(known)
        if (changed !== known) await write(withSignIn(stored, server, others, changed))
        return changed
      }),
  }
}

function withSignIn(stored: Stored, server: string, others: Stored['servers'], changed: SignIn | null): Stored {
  if (changed !== null) return { last: server, servers: { ...others, [server]: changed } }
  return { last: stored.last === server ? null : stored.last, servers: others }
}

async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 })
  // Making a folder is the one step that only one of several processes succeeds in, on every file system.
  while (!(await isMade(lock))) {
    const since = await stat(lock).catch(() => null)
    if (since !== null && Date.now() - since.mtimeMs > LOCK_LIFETIME_IN_MS)
      await rm(lock, { recursive: true, force: true })
    else await pause(LOCK_INTERVAL_IN_MS)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

function isMade(lock: string): Promise<boolean> {
  return mkdir(lock).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
      throw error
    },
  )
}

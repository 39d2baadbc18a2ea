import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Secrets } from './secrets.ts'

const NAME = /^[a-z0-9-]{1,100}$/

/** Keep each secret in a file of its own, readable by the owner only. */
export function openFileSecrets(folder: string): Secrets {
  const pathOf = (name: string): string => {
    if (!NAME.test(name)) throw new Error(`"${name}" is not a name of a secret`)
    return join(folder, name)
  }
  const get = async (name: string): Promise<string | null> => {
    try {
      return await readFile(pathOf(name), 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
  }
  const create = async (name: string, value: string): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const draft = `${pathOf(name)}.${randomUUID()}`
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(value)
      await file.sync()
      await link(draft, pathOf(name)).catch(ignoreExisting)
    } finally {
      await file.close()
      await rm(draft, { force: true })
    }
  }
  return {
    get,
    getOrCreate: async (name, make) => {
      const present = await get(name)
      if (present !== null) return present
      await create(name, await make())
      const stored = await get(name)
      if (stored === null) throw new Error(`the secret ${name} was not stored`)
      return stored
    },
  }
}

/** Another caller was first: its value is the one that counts. */
function ignoreExisting(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
  throw error
}

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type FilledTenant, fillTenants, tenantsOf } from './fill-tenants.ts'

/** A home whose tenants hold question sets. */
export interface LibraryHome extends AsyncDisposable {
  readonly home: string
  readonly tenants: readonly FilledTenant[]
}

/**
 * Open a home with the question sets of a folder, each as a tenant. A home that was named is filled the first time and kept;
 * without one it is made anew and thrown away.
 */
export async function openLibraryHome(
  folder: string,
  sets: readonly string[],
  given: string | undefined,
): Promise<LibraryHome> {
  const home = given === undefined ? await mkdtemp(join(tmpdir(), 'footnote-load-')) : resolve(given)
  const tenants = await tenantsOf(sets.map((set) => join(folder, set)))
  if (!existsSync(join(home, 'database'))) {
    await mkdir(home, { recursive: true })
    await fillTenants({ FOOTNOTE_HOME: home }, tenants)
  }
  return {
    home,
    tenants,
    [Symbol.asyncDispose]: async () => {
      if (given === undefined) await rm(home, { recursive: true, force: true })
    },
  }
}

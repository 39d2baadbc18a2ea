import type { PGlite } from '@electric-sql/pglite'
import { TENANT_SETTING } from './tenant-role.ts'

/** What a connection has set: the role it works as and the tenant it works for. */
export interface SessionSettings {
  readonly role: string
  readonly tenant: string
}

export const NEW_SESSION: SessionSettings = { role: 'none', tenant: '' }

const READ = `select current_setting('role') as role, coalesce(current_setting('${TENANT_SETTING}', true), '') as tenant`

export interface SharedSession {
  /** Give the session the settings of whoever has the next turn. Costs nothing when it has them already. */
  readonly restore: (settings: SessionSettings) => Promise<void>
  /** Look what the session is set to now, outside any transaction. */
  readonly read: () => Promise<SessionSettings>
  /** Somebody left in the middle: nobody knows what the session is set to. */
  readonly forget: () => void
}

/** PGlite has one session for all connections: what one of them sets would hold for the others. */
export function createSharedSession(db: PGlite): SharedSession {
  let current: SessionSettings | null = NEW_SESSION
  return {
    restore: async (settings) => {
      if (current !== null && current.role === settings.role && current.tenant === settings.tenant) return
      // Until this is done nobody knows what the session is set to.
      current = null
      const [role, tenant] = [quote(settings.role), quote(settings.tenant)]
      await db.exec(`select set_config('role', ${role}, false), set_config('${TENANT_SETTING}', ${tenant}, false)`)
      current = settings
    },
    read: async () => {
      current = null
      const [result] = await db.exec(READ)
      const [row] = (result?.rows ?? []) as unknown as readonly SessionSettings[]
      if (row === undefined) throw new Error('the embedded database does not say what its session is set to')
      current = { role: row.role, tenant: row.tenant }
      return current
    },
    forget: () => {
      current = null
    },
  }
}

/** PostgreSQL reads a backslash in such a text as itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

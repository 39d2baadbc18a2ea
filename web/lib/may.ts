import type { Role } from '../../src/contracts/principal.ts'

/** A higher role includes the lower ones, as on the server. */
const RANKS: Readonly<Record<Role, number>> = { Reader: 0, Contributor: 1, Admin: 2 }

/** Whether somebody with these roles may do what needs `role`. Nobody is known yet: what every role may. */
export function may(session: { readonly roles: readonly string[] } | null, role: Role): boolean {
  if (session === null) return role === 'Reader'
  return session.roles.some((held) => (Object.hasOwn(RANKS, held) ? RANKS[held as Role] : -1) >= RANKS[role])
}

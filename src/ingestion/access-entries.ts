import { problem } from '../contracts/errors.ts'
import { accessEntriesOf, hasRole, type Principal } from '../contracts/principal.ts'

/** True when a list lets this principal read. */
export function isOnList(access: readonly string[], principal: Principal): boolean {
  const entries = accessEntriesOf(principal)
  return access.some((entry) => entries.includes(entry))
}

/** Nobody takes their own access away by accident; administrators may, since they can give it back. */
export function requireStaysOnList(access: readonly string[], principal: Principal): void {
  if (isOnList(access, principal) || hasRole(principal, 'Admin')) return
  const own = `user:${principal.object_id}`
  throw problem(
    'would-lock-out',
    `With this access list you could no longer see it yourself; add "${own}" or a group of yours, or ask an administrator to set it.`,
  )
}

/** True when two lists let in the same people, in whatever order they name them. */
export function sameEntries(a: readonly string[], b: readonly string[]): boolean {
  return [...new Set(a)].toSorted().join('\n') === [...new Set(b)].toSorted().join('\n')
}

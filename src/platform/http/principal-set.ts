import { hash } from 'node:crypto'
import { accessEntriesOf, type Principal } from '../../contracts/principal.ts'

/** Principals are never changed, and whoever sends the same token again is the same object. */
const principalSets = new WeakMap<Principal, string>()

/** A hash of everything that decides what a principal may see and do: whoever has the same rights has the same one. */
export function principalSetOf(principal: Principal): string {
  const known = principalSets.get(principal)
  if (known !== undefined) return known
  const rights = [accessEntriesOf(principal).toSorted(), principal.roles.toSorted()]
  const made = hash('sha256', JSON.stringify(rights), 'hex')
  principalSets.set(principal, made)
  return made
}

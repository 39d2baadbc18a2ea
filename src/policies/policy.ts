import { hasRole, type Principal, type Role } from '../contracts/principal.ts'

/** Who may use a route, as one sentence and the same as code. Every route names one; see `platform/http/enforce-policies.ts`. */
export interface Policy {
  readonly name: string
  /** The rule in words; whoever is refused reads it. */
  readonly sentence: string
  /** Null for what needs no sign-in. */
  readonly allows: ((principal: Principal) => boolean) | null
}

/** A policy that asks for a role or a higher one. */
export function roleNeeded(name: string, role: Role, sentence: string): Policy {
  return { name, sentence, allows: (principal) => hasRole(principal, role) }
}

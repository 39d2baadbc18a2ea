import type { Role } from '../../src/contracts/principal.ts'
import type { Messages } from '../messages/en.ts'

/** A page that can be gone to. `name` is its text among the messages of the navigation. */
export interface Section {
  readonly href: string
  readonly name: keyof Messages['navigation']
  readonly role: Role
}

export const SECTIONS: readonly Section[] = [
  { href: '/', name: 'ask', role: 'Reader' },
  { href: '/documents', name: 'documents', role: 'Reader' },
  { href: '/reports', name: 'reports', role: 'Reader' },
  { href: '/administration', name: 'administration', role: 'Admin' },
]

export const ADMINISTRATION: readonly Section[] = [
  { href: '/administration/users', name: 'users', role: 'Admin' },
  { href: '/administration/keys', name: 'keys', role: 'Admin' },
  { href: '/administration/sessions', name: 'sessions', role: 'Admin' },
  { href: '/administration/limits', name: 'limits', role: 'Admin' },
  { href: '/administration/dead-letters', name: 'deadLetters', role: 'Admin' },
  { href: '/administration/search-index', name: 'index', role: 'Admin' },
  { href: '/administration/prompts', name: 'prompts', role: 'Admin' },
  { href: '/administration/system', name: 'models', role: 'Admin' },
  { href: '/administration/settings', name: 'settings', role: 'Admin' },
  { href: '/administration/audit', name: 'audit', role: 'Admin' },
]

/** True when `path` is the section's page or one below it. */
export function isInside(section: Section, path: string): boolean {
  return section.href === '/' ? path === '/' : path === section.href || path.startsWith(`${section.href}/`)
}

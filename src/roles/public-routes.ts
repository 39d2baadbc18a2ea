import { readFile } from 'node:fs/promises'
import type { HostableRole } from '../config.ts'

/** What the roles answer in public. It is generated from their routes and checked in, and a stale one fails the build. */
const API_DESCRIPTION = new URL('../../docs/openapi.json', import.meta.url)

type PublicRole = Exclude<HostableRole, 'gateway'>

/** The public addresses that belong to each role. */
export const PUBLIC_PREFIXES: Readonly<Record<PublicRole, readonly string[]>> = {
  auth: [
    '/auth',
    '/.well-known',
    '/api/session',
    '/api/sessions',
    '/api/sign-in-links',
    '/api/users',
    '/api/invitations',
    '/api/api-keys',
    '/api/admin/access',
  ],
  ingestion: [
    '/api/access-lists',
    '/api/documents',
    '/api/deletions',
    '/api/sources',
    '/api/admin/dead-letters',
    '/api/admin/documents',
    '/api/admin/consistency',
    '/api/admin/index',
  ],
  retrieval: ['/api/search'],
  orchestration: [
    '/api/ask',
    '/api/answers',
    '/api/shared-answers',
    '/api/stream-check',
    '/api/conversations',
    '/api/budget',
    '/api/admin/budgets',
    '/api/admin/records',
    '/api/admin/audit',
    '/api/admin/holds',
    '/api/admin/prompts',
    '/api/evaluation',
    '/v1',
    '/mcp',
  ],
  reporting: ['/api/reports'],
}

/** Routes that no client of the API calls, so that its description does not name them: pages and the local provider. */
const UNDESCRIBED: readonly string[] = [
  'GET /auth/interaction/:uid',
  'POST /auth/interaction/:uid',
  'GET /auth/pages.css',
  'GET /auth/provider/*',
  'POST /auth/provider/*',
  'OPTIONS /auth/provider/*',
]

/** Every public route as `METHOD /path/:parameter`, by the role that answers it. */
export async function publicRoutes(): Promise<Readonly<Record<PublicRole, readonly string[]>>> {
  const { paths } = JSON.parse(await readFile(API_DESCRIPTION, 'utf8')) as { paths: Record<string, object> }
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{([^}]+)\}/g, ':$1')}`),
  )
  const all = [...described, ...UNDESCRIBED]
  const ofRole = (role: PublicRole) => all.filter((route) => roleOf(route) === role)
  return {
    auth: ofRole('auth'),
    ingestion: ofRole('ingestion'),
    retrieval: ofRole('retrieval'),
    orchestration: ofRole('orchestration'),
    reporting: ofRole('reporting'),
  }
}

/** The role that answers a route; the longest prefix decides. Null for what belongs to every process. */
export function roleOf(route: string): PublicRole | null {
  const path = route.slice(route.indexOf(' ') + 1)
  const matches = Object.entries(PUBLIC_PREFIXES).flatMap(([role, prefixes]) =>
    prefixes
      .filter((prefix) => path === prefix || path.startsWith(`${prefix}/`))
      .map((prefix) => ({ role: role as PublicRole, length: prefix.length })),
  )
  return matches.toSorted((a, b) => b.length - a.length)[0]?.role ?? null
}

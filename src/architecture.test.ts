import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Which parts may import which: the house as a table. Services know contracts, language and ports, never each other;
 * adapters are known to open-platform.ts only; roles and commands put everything together.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  language: [],
  config: [
    'azure-settings',
    'chat-settings',
    'contracts',
    'delivery-settings',
    'model-settings',
    'needed-settings',
    'provider-settings',
    'record-settings',
    'search-settings',
    'setting-kinds',
    'telemetry-settings',
  ],
  'azure-settings': ['search-settings'],
  'chat-settings': ['setting-kinds'],
  'delivery-settings': ['setting-kinds'],
  'setting-kinds': ['contracts'],
  'provider-settings': ['config'],
  'model-settings': ['config', 'setting-kinds'],
  'record-settings': ['setting-kinds'],
  'search-settings': ['setting-kinds'],
  'telemetry-settings': ['setting-kinds'],
  'needed-settings': [],
  'shown-settings': ['config', 'contracts'],
  policies: ['contracts'],
  platform: ['contracts', 'language', 'policies'],
  'open-platform': ['contracts', 'config', 'language', 'platform'],
  gateway: ['contracts', 'platform', 'policies'],
  auth: ['contracts', 'platform', 'policies'],
  ingestion: ['contracts', 'language', 'platform', 'policies'],
  retrieval: ['contracts', 'language', 'platform', 'policies'],
  orchestration: ['contracts', 'evaluation', 'language', 'platform', 'policies'],
  reporting: ['contracts', 'language', 'platform', 'policies'],
  roles: [
    'open-platform',
    'contracts',
    'language',
    'config',
    'platform',
    'gateway',
    'auth',
    'ingestion',
    'retrieval',
    'orchestration',
    'reporting',
    'shown-settings',
  ],
  compose: ['contracts', 'language', 'config', 'platform', 'open-platform', 'roles', 'ingestion'],
  backup: ['platform'],
  client: ['contracts'],
  commands: [
    'backup',
    'chat-settings',
    'client',
    'contracts',
    'language',
    'config',
    'platform',
    'open-platform',
    'compose',
    'roles',
    'auth',
    'ingestion',
    'retrieval',
    'orchestration',
    'evaluation',
  ],
  'command-line': ['contracts', 'config', 'commands'],
  main: ['command-line', 'config', 'platform', 'quick-imports'],
  evaluation: ['evaluation'],
  web: ['contracts', 'client'],
  deploy: ['contracts', 'config', 'provider-settings', 'gateway', 'auth'],
}

/** Files whose whole point is to know an adapter. */
const MAY_OPEN_ADAPTERS: ReadonlySet<string> = new Set([
  'src/platform/open-platform.ts',
  'src/compose.ts',
  'src/commands/with-client.ts',
  'src/commands/with-platform.ts',
  'src/commands/backup.ts',
  'src/commands/open-document-source.ts',
  'src/commands/open-index.ts',
  'scripts/prepare-database.ts',
])

/**
 * Who may see the rows of all tenants: what works before the tenant is known, or across tenants. Everything else goes
 * through `forTenant`, and PostgreSQL hides what is not the tenant's.
 */
const MAY_SEE_ALL_TENANTS: readonly string[] = [
  'src/auth/accounts.ts',
  'src/auth/api-keys.ts',
  'src/auth/ensure-tenants.ts',
  'src/auth/first-administrator.ts',
  'src/auth/people.ts',
  'src/auth/provider-records.ts',
  'src/auth/refresh-session.ts',
  'src/auth/sessions.ts',
  'src/auth/sign-in-attempts.ts',
  'src/auth/sign-in-codes.ts',
  'src/auth/standing.ts',
  'src/ingestion/as-only-process.ts',
  'src/ingestion/dead-letters/alert-state.ts',
  'src/ingestion/reconcile/reconcile-tenants.ts',
  'src/ingestion/resume-unfinished.ts',
  'src/ingestion/watch-queues.ts',
  'src/orchestration/evaluation/keep-evaluating.ts',
  'src/orchestration/records/keep-linking.ts',
  'src/orchestration/records/keep-pruning.ts',
  'src/orchestration/records/watch-records.ts',
  'src/platform/bus/pg-boss-dead-letters.ts',
  'src/platform/bus/pg-boss-dead-workers.ts',
  'src/platform/bus/pg-boss-turns.ts',
  'src/platform/bus/pg-boss.ts',
  'src/platform/bus/service-bus-dead-letters.ts',
  'src/platform/bus/service-bus-jobs.ts',
  'src/platform/bus/service-bus-outbox.ts',
  'src/reporting/exports/keep-expiring.ts',
  'src/reporting/roll-ups/keep-renewing.ts',
  'src/reporting/schedules/keep-delivering.ts',
  'src/roles/host-auth.ts',
  'src/roles/open-record-signer.ts',
]
const SEES_ALL_TENANTS =
  /\.system\b(?!')|database\.pool\b|\{[^{}()]*\bsystem\b[^{}()]*\}\s*(?::|=)|\bpool\b[^{}()]*\}\s*(?:=|:)\s*(?:database|Pick<Database)|<Database, '[^>]*(?:system|pool)/

/** Ports: the file named like its folder is the interface, everything else in the folder is an adapter's. */
const PORTS: ReadonlySet<string> = new Set([
  'blobs',
  'bus',
  'chat-model',
  'database',
  'document-source',
  'embedding-model',
  'mail',
  'reranker',
  'search-index',
  'secrets',
  'shared-state',
  'telemetry',
])
/** Parts of a port that are not an adapter. */
const SHARED_WITH_ADAPTERS: ReadonlySet<string> = new Set([
  'database/schema',
  'database/answer-schema',
  'database/sign-in-schema',
  'database/record-schema',
  'database/prompt-schema',
  'database/feedback-schema',
  'database/is-one-of',
  'database/share-schema',
  'database/usage-schema',
  'database/report-schema',
  'database/evaluation-schema',
  'telemetry/create-tracing',
  'telemetry/measure-process',
])

const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g

interface Arrow {
  readonly from: string
  readonly to: string
}

function partOf(file: string): string {
  const [first = '', second = ''] = file.split('/')
  if (first !== 'src') return first
  if (file === 'src/platform/open-platform.ts') return 'open-platform'
  return second.replace(/\.ts$/, '')
}

function arrowsOf(file: string, text: string): Arrow[] {
  return [...text.matchAll(IMPORT)].map(([, target = '']) => ({
    from: file,
    to: relative(root, join(root, dirname(file), target)),
  }))
}

function isForbidden({ from, to }: Arrow): boolean {
  const [source, target] = [partOf(from), partOf(to)]
  if (source === target) return false
  return !(ALLOWED[source] ?? []).includes(target)
}

function reachesIntoAdapter({ from, to }: Arrow): boolean {
  const [, platform, port = '', name = ''] = to.split('/')
  if (platform !== 'platform' || !PORTS.has(port)) return false
  const stem = name.replace(/\.(ts|json)$/, '')
  if (stem === port || SHARED_WITH_ADAPTERS.has(`${port}/${stem}`)) return false
  return !from.startsWith(`src/platform/${port}/`) && !MAY_OPEN_ADAPTERS.has(from)
}

async function sourceFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder), { recursive: true })
  return names
    .map((name) => join(folder, name))
    .filter((name) => /\.tsx?$/.test(name) && !/\.(test|contract)\.tsx?$/.test(name))
    .filter((name) => !/node_modules|\/\.next\/|^src\/testing\/|\.d\.ts$/.test(name))
}

async function allArrows(): Promise<Arrow[]> {
  const files = (await Promise.all(['src', 'web', 'evaluation', 'deploy'].map(sourceFiles))).flat()
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(join(root, file), 'utf8')] as const))
  return texts.flatMap(([file, text]) => arrowsOf(file, text))
}

const show = (arrows: readonly Arrow[]) => arrows.map(({ from, to }) => `${from} -> ${to}`)

describe('the architecture', () => {
  it('has only the arrows of the table', async () => {
    const arrows = await allArrows()
    expect(arrows.length).toBeGreaterThan(300)
    expect(show(arrows.filter(isForbidden))).toEqual([])
  })

  it('lets nobody but the opener of the platform know an adapter', async () => {
    expect(show((await allArrows()).filter(reachesIntoAdapter))).toEqual([])
  })

  it('keeps tests and their helpers out of the program', async () => {
    const toTesting = (await allArrows()).filter(
      ({ to }) => to.startsWith('src/testing/') || /\.(test|contract)\.ts$/.test(to),
    )
    expect(show(toTesting)).toEqual([])
  })

  it('reads the environment in src/config.ts and hands it over in src/main.ts only; one file sets a variable', async () => {
    const files = await sourceFiles('src')
    const texts = await Promise.all(
      files.map(async (file) => [file, await readFile(join(root, file), 'utf8')] as const),
    )
    const readers = texts.filter(([, text]) => text.includes('process.env')).map(([file]) => file)
    expect(readers).toEqual(['src/main.ts', 'src/platform/home/temporary-folder.ts'])
  })

  it('lets only those listed see the rows of all tenants', async () => {
    const files = (await sourceFiles('src')).filter((file) => !file.startsWith('src/platform/database/'))
    const texts = await Promise.all(
      files.map(async (file) => [file, await readFile(join(root, file), 'utf8')] as const),
    )
    const seers = texts.filter(([, text]) => SEES_ALL_TENANTS.test(text)).map(([file]) => file)
    expect(seers.toSorted()).toEqual(MAY_SEE_ALL_TENANTS)
  })

  it.each([
    'await database.system.select()',
    'const { system: orm } = database',
    'const { forTenant, system } = database',
    "export function create({ system: orm }: Pick<Database, 'system'>) {",
    "readonly database: Pick<Database, 'forTenant' | 'system'>",
    "database.pool.query('select 1')",
    'const { pool } = database',
    "export function create({ pool }: Pick<Database, 'pool'>) {",
  ])('catches a look at all tenants: %s', (text) => expect(text).toMatch(SEES_ALL_TENANTS))

  it.each([
    ['a service that imports another', 'src/retrieval/x.ts', "import { y } from '../ingestion/y.ts'"],
    ['a contract that imports a port', 'src/contracts/x.ts', "import type { Y } from '../platform/blobs/blobs.ts'"],
    ['a port that imports a service', 'src/platform/http/x.ts', "const y = await import('../../auth/y.ts')"],
    ['a page that imports the server', 'web/lib/x.ts', "import { y } from '../../src/config.ts'"],
  ])('catches %s', (_name, file, text) => {
    expect(arrowsOf(file, text).filter(isForbidden)).toHaveLength(1)
  })

  it('catches a service that imports an adapter', () => {
    const arrows = arrowsOf('src/retrieval/x.ts', "import { y } from '../platform/search-index/lancedb.ts'")
    expect(arrows.filter(reachesIntoAdapter)).toHaveLength(1)
    expect(
      arrowsOf('src/retrieval/x.ts', "import type { Y } from '../platform/search-index/search-index.ts'").filter(
        reachesIntoAdapter,
      ),
    ).toEqual([])
  })
})

import { basename } from 'node:path'
import { loadSet, type QuestionSet } from '../../evaluation/load-set.ts'
import { ensureTenants } from '../../src/auth/ensure-tenants.ts'
import { signToken } from '../../src/commands/with-client.ts'
import { compose } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/contracts/call-context.ts'
import { systemPrincipal } from '../../src/contracts/principal.ts'
import { ensureGeneration } from '../../src/ingestion/ensure-generation.ts'
import { loadTexts } from '../../src/ingestion/load-texts.ts'
import { openMadeLibrary } from '../made-library.ts'

type Settings = Readonly<Record<string, string>>

/** A tenant whose library is one question set. */
export interface FilledTenant {
  readonly id: string
  readonly questions: readonly string[]
  readonly documents: number
}

/** Long enough for any run. */
const TOKEN_LIFETIME_IN_SECONDS = 24 * 3_600
const MADE_SET = /^made-(\d+)$/
const MADE_QUESTIONS = 1_000

/** What question sets ask; the tenant of a set has its name. `made-100000` is a set of so many made passages. */
export async function tenantsOf(folders: readonly string[]): Promise<readonly (FilledTenant & { set: QuestionSet })[]> {
  const sets = await Promise.all(
    folders.map(async (folder) => {
      const [, passages] = MADE_SET.exec(basename(folder)) ?? []
      return passages === undefined ? await loadSet(folder) : await madeSet(Number(passages))
    }),
  )
  return sets.map((set, n) => ({
    id: basename(folders[n] ?? ''),
    questions: set.questions.map(({ text }) => text),
    documents: set.documents.length,
    set,
  }))
}

async function madeSet(passages: number): Promise<QuestionSet> {
  const library = await openMadeLibrary()
  return {
    name: `made-${passages}`,
    documents: [...library.passages('made', passages)].map(({ externalId, title, text }) => ({
      id: externalId,
      title,
      text,
    })),
    questions: library
      .questions(MADE_QUESTIONS)
      .map((text, n) => ({ id: String(n), text, judgements: new Map<string, number>() })),
    unanswerable: [],
  }
}

/** Put question sets into the library that the settings lead to, each as a tenant; nothing else may have its home open. */
export async function fillTenants(settings: Settings, tenants: Awaited<ReturnType<typeof tenantsOf>>): Promise<void> {
  const own = { ROLES: 'ingestion,retrieval', FOOTNOTE_SAMPLES: 'off', FOOTNOTE_LOG_LEVEL: 'warn', ...settings }
  await using footnote = await compose({ ...readConfig(own), serveWeb: false })
  const { platform, wiring } = footnote
  const [database, index, embedder] = await Promise.all([
    platform.database(),
    platform.searchIndex(),
    platform.embeddingModel(),
  ])
  const { analysers, generation } = wiring
  await ensureTenants(
    database,
    tenants.map(({ id }) => id),
  )
  for (const { id: tenantId, set } of tenants) {
    await ensureGeneration(database, { tenantId, generation, embedder })
    const principal = systemPrincipal(tenantId, 'load')
    const context = { principal, requestId: 'load', signal: new AbortController().signal, clock: systemClock }
    const texts = set.documents.map(({ id, title, text }) => ({ externalId: id, title, text }))
    await loadTexts({ database, index, embedder, analysers, generation }, 'load', texts, context)
  }
}

/** Access tokens of so many readers of a tenant. */
export function tokensFor(settings: Settings, tenantId: string, people: number): Promise<readonly string[]> {
  const config = readConfig({ ...settings, FOOTNOTE_TENANT: tenantId })
  return Promise.all(
    Array.from({ length: people }, (_, n) => {
      const principal = {
        tenant_id: tenantId,
        object_id: `reader-${n}`,
        group_ids: [],
        roles: ['Reader' as const],
        kind: 'user' as const,
      }
      return signToken(config, principal, TOKEN_LIFETIME_IN_SECONDS)
    }),
  )
}

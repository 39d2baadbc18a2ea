import { existsSync } from 'node:fs'
import { setTimeout as rest } from 'node:timers/promises'
import { dataOf, everyPage } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import { systemClock } from '../contracts/call-context.ts'
import type { ActivateGeneration, IndexGeneration } from '../contracts/index-generations.ts'
import { systemPrincipal } from '../contracts/principal.ts'
import { fillGeneration } from '../ingestion/generations/fill-generation.ts'
import { FILL_QUEUE } from '../ingestion/generations/record-gaps.ts'
import { takeHomeLock } from '../platform/home/home-lock.ts'
import { keepTemporaryFiles } from '../platform/home/temporary-folder.ts'
import { temporaryFolder } from '../roles/data-folders.ts'
import { openIndexAdministration } from '../roles/host-index-administration.ts'
import { currentGeneration, currentModelCheck } from '../roles/host-roles.ts'
import type { ApiClient } from './api-client.ts'
import { runningServer, withClient } from './with-client.ts'
import { withPlatform } from './with-platform.ts'

const LOOK_INTERVAL_IN_MS = 500
const PAGE = 100

/** The search index as the command line works with it. */
export interface IndexClient {
  readonly list: () => Promise<readonly IndexGeneration[]>
  /** Begin a new generation; returns its id. */
  readonly rebuild: () => Promise<string>
  /** Wait until a generation is built. `left` is how many documents it still lacks. */
  readonly built: (id: string, onProgress: (left: number) => void) => Promise<void>
  readonly activate: (input: ActivateGeneration) => Promise<void>
  readonly remove: (id: string) => Promise<void>
}

/**
 * Do something with the index: through the server that was named or that runs here, else directly. The latter starts no
 * server, because one whose embedding model does not fit the active generation would not start; other processes on the
 * same database go on answering.
 */
export async function withIndex<T>(config: Config, use: (index: IndexClient) => Promise<T>): Promise<T> {
  const isElsewhere = config.server !== undefined || !existsSync(config.home)
  if (isElsewhere || (await runningServer(config.home)) !== null)
    return withClient(config, (client) => use(remoteIndex(client)))
  await using _lock = await takeHomeLock(config.home, new Date())
  await keepTemporaryFiles(temporaryFolder(config), { isAlone: true })
  return await withPlatform(config, async (platform, analysers) => {
    const [generation, modelCheck] = await Promise.all([currentGeneration(platform), currentModelCheck(platform)])
    const opened = await openIndexAdministration({ platform, analysers, clock: systemClock, generation, modelCheck })
    // Jobs are sent in transactions, during which the embedded database answers nobody else: the queue has to be known before.
    await (await platform.bus()).work(FILL_QUEUE, { concurrency: 0 }, async () => undefined)
    return use(ownIndex(config, opened))
  })
}

function remoteIndex(client: ApiClient): IndexClient {
  const list = async () => {
    const all: IndexGeneration[] = []
    const read = (after: { cursor?: string }) =>
      dataOf(client.GET('/api/admin/index', { params: { query: { limit: PAGE, ...after } } }))
    for await (const page of everyPage(read)) all.push(...page.generations)
    return all
  }
  return {
    list,
    rebuild: async () => (await dataOf(client.POST('/api/admin/index/rebuild'))).id,
    built: async (id, onProgress) => {
      for (;;) {
        const found = (await list()).find((generation) => generation.id === id)
        if (found === undefined) throw new Error(`The generation ${id} was removed while it was being built.`)
        onProgress(found.documents_to_do)
        if (found.state !== 'building') return
        await rest(LOOK_INTERVAL_IN_MS)
      }
    },
    activate: async (input) => void (await client.POST('/api/admin/index/activate', { body: input })),
    remove: async (id) => void (await client.POST('/api/admin/index/remove', { body: { id } })),
  }
}

function ownIndex(
  { tenantId }: Config,
  { administration, dependencies }: Awaited<ReturnType<typeof openIndexAdministration>>,
): IndexClient {
  const { signal } = new AbortController()
  const principal = systemPrincipal(tenantId, 'command-line')
  const context = { principal, requestId: 'command-line', signal, clock: systemClock }
  const list = async () => (await administration.list({ limit: PAGE }, context)).generations
  return {
    list,
    rebuild: () => administration.rebuild(context),
    built: async (id, onProgress) => {
      const toDo = (await list()).find((generation) => generation.id === id)?.documents_to_do ?? 0
      const tell = (done: number) => onProgress(Math.max(0, toDo - done))
      const outcome = await fillGeneration(dependencies, { tenantId, generation: id }, signal, { onProgress: tell })
      if (outcome === 'complete') return
      const why = outcome === 'gone' ? 'was removed' : 'is of another embedding model'
      throw new Error(`The generation ${id} ${why}; remove it with "npx footnote index remove", and run this again.`)
    },
    activate: (input) => administration.activate(input, context),
    remove: (id) => administration.remove(id, context),
  }
}

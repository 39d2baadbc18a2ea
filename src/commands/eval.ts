import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSet } from '../../evaluation/load-set.ts'
import { runSet, type SetResult } from '../../evaluation/run-set.ts'
import { compose, type Footnote } from '../compose.ts'
import type { Config } from '../config.ts'
import { systemClock } from '../contracts/call-context.ts'
import { MAXIMUM_TOP_K } from '../contracts/filters.ts'
import { systemPrincipal } from '../contracts/principal.ts'
import { loadTexts } from '../ingestion/load-texts.ts'

/** Measure retrieval on a question set, in a data folder of its own that is thrown away afterwards. */
export async function evalCommand(config: Config, folder: string, { json }: { readonly json: boolean }): Promise<void> {
  const set = await loadSet(folder)
  const home = await mkdtemp(join(tmpdir(), 'footnote-eval-'))
  try {
    await using footnote = await compose({ ...ownConfig(config, home), logLevel: 'warn' })
    if (!json) console.error(`Loading ${set.documents.length} documents …`)
    const context = {
      principal: systemPrincipal(config.tenantId, 'eval'),
      requestId: randomUUID(),
      signal: new AbortController().signal,
      clock: systemClock,
    }
    const texts = set.documents.map(({ id, title, text }) => ({ externalId: id, title, text }))
    await loadTexts(await loadDependencies(footnote), `eval:${set.name}`, texts, context)
    if (!json) console.error(`Asking ${set.questions.length} questions …`)
    const { retrieval } = footnote
    if (retrieval === null) throw new Error('the retrieval role is not hosted')
    const result = await runSet(set, async (query) => {
      const { passages } = await retrieval.search({ query, top_k: MAXIMUM_TOP_K }, context)
      return passages.map(({ external_id }) => external_id)
    })
    print(result, json)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** Everything embedded and in the throw-away folder: a measurement must not touch the library of the organisation. */
function ownConfig(config: Config, home: string): Config {
  const folders = { blobsFolder: undefined, indexFolder: undefined, secretsFolder: undefined }
  const elsewhere = { ...folders, databaseUrl: undefined, azureBlobs: null, serviceBus: null }
  return {
    ...config,
    ...elsewhere,
    home,
    roles: ['retrieval', 'ingestion'],
    peers: {},
    loadSamples: false,
    serveWeb: false,
  }
}

async function loadDependencies({ platform, wiring }: Footnote) {
  const [database, index, embedder] = await Promise.all([
    platform.database(),
    platform.searchIndex(),
    platform.embeddingModel(),
  ])
  return { database, index, embedder, analyser: wiring.analyser, generation: wiring.generation }
}

function print(result: SetResult, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(result))
    return
  }
  console.log(
    `${result.set}: ${result.documents} documents, ${result.queries} questions, ${result.seconds.toFixed(1)} s`,
  )
  for (const name of ['ndcg_at_10', 'hit_at_5', 'recall_at_10', 'mrr_at_10'] as const)
    console.log(`  ${name.padEnd(13)} ${result[name].toFixed(4)}`)
}

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { QuestionSet } from '../../evaluation/load-set.ts'
import { compose, type Footnote } from '../compose.ts'
import type { Config } from '../config.ts'
import { type CallContext, systemClock } from '../contracts/call-context.ts'
import { systemPrincipal } from '../contracts/principal.ts'
import { loadTexts } from '../ingestion/load-texts.ts'

/** A library that holds the documents of a question set and nothing else. */
export interface EvaluationLibrary extends AsyncDisposable {
  readonly footnote: Footnote
  /** For everything that is asked of it. */
  readonly context: CallContext
}

/** Load the documents of a set into a data folder of its own, which is thrown away afterwards. */
export async function openEvaluationLibrary(config: Config, set: QuestionSet): Promise<EvaluationLibrary> {
  const home = await mkdtemp(join(tmpdir(), 'footnote-eval-'))
  const footnote = await compose({ ...ownConfig(config, home), logLevel: 'warn' })
  const context = {
    principal: systemPrincipal(config.tenantId, 'eval'),
    requestId: randomUUID(),
    signal: new AbortController().signal,
    clock: systemClock,
  }
  const texts = set.documents.map(({ id, title, text }) => ({ externalId: id, title, text }))
  await loadTexts(await loadDependencies(footnote), `eval:${set.name}`, texts, context)
  return {
    footnote,
    context,
    [Symbol.asyncDispose]: async () => {
      await footnote[Symbol.asyncDispose]()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Everything embedded and in the throw-away folder: a measurement must not touch the library of the organisation. */
function ownConfig(config: Config, home: string): Config {
  const folders = { blobsFolder: undefined, indexFolder: undefined, secretsFolder: undefined }
  const azure = { azureBlobs: null, serviceBus: null, azureIndex: null, azureSearch: null }
  const elsewhere = { ...folders, ...azure, databaseUrl: undefined }
  return {
    ...config,
    ...elsewhere,
    home,
    roles: ['retrieval', 'orchestration', 'ingestion'],
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
  return { database, index, embedder, analysers: wiring.analysers, generation: wiring.generation }
}

import type { CallContext } from '../contracts/call-context.ts'
import { systemClock } from '../contracts/call-context.ts'
import type { AnswerEnvelope, AnswerPart } from '../contracts/orchestration.ts'
import { createParserPool } from '../ingestion/parser-pool.ts'
import { processVersion } from '../ingestion/process-version.ts'
import { createOrchestration } from '../orchestration/orchestration.ts'
import { DEFAULT_WORDING } from '../orchestration/prompts/default-wording.ts'
import { createExtractiveModel } from '../platform/chat-model/extractive.ts'
import { createOpenAiCompatibleModel } from '../platform/chat-model/openai-compatible.ts'
import { createRetrieval } from '../retrieval/retrieval.ts'
import { contextFor } from './call-contexts.ts'
import { obey } from './obeying-model.ts'
import { openTestLibrary } from './open-test-library.ts'
import { type RecordedCall, startScriptedOpenAiServer } from './scripted-openai-server.ts'

export interface InjectedQuestion {
  readonly query: string
  /** Ask about this document; left out, about all. */
  readonly documentId?: string
}

export interface Answered {
  readonly parts: readonly AnswerPart[]
  readonly envelope: AnswerEnvelope
}

export interface InjectedLibrary extends AsyncDisposable {
  /** Ingest a text that everybody may read, or its owner alone; returns the id of the document. */
  readonly add: (name: string, text: string, owner?: string) => Promise<string>
  /** Ask as somebody who may read what everybody may. */
  readonly ask: (by: 'extractive' | 'obeying', question: InjectedQuestion) => Promise<Answered>
  /** What the obeying model was sent. */
  readonly calls: readonly RecordedCall[]
}

const CONTEXT_WINDOW_TOKENS = 8_192

/** A library into which hostile documents go as any other would, and a model that does whatever it reads. */
export async function openInjectedLibrary(): Promise<InjectedLibrary> {
  const library = await openTestLibrary()
  const parser = createParserPool({ slots: 1, injectionScan: true })
  const tenantId = await library.database.newTenant()
  const server = await startScriptedOpenAiServer({ answer: obey })
  const { analysers, embedder: wordVectors, generation, logger } = library
  const retrieval = createRetrieval({ ...library, wordVectors, generationOf: async () => generation })
  const options = { baseUrl: server.baseUrl, apiKey: 'key', contextWindowTokens: CONTEXT_WINDOW_TOKENS }
  const models = {
    extractive: createExtractiveModel({ analysers }),
    obeying: createOpenAiCompatibleModel({ ...options, model: 'obeying' }),
  }
  const orchestrationOf = (by: keyof typeof models) =>
    createOrchestration({
      retrieval,
      models: [models[by]],
      analysers,
      activeWording: async () => DEFAULT_WORDING,
      readHistory: async () => [],
      countUnreadable: async () => 0,
      recordAnswer: async () => undefined,
      budgets: { reserve: async () => null },
      logger,
    })
  const orchestrations = { extractive: orchestrationOf('extractive'), obeying: orchestrationOf('obeying') }
  const as = (objectId: string, role: 'Contributor' | 'Reader'): CallContext =>
    contextFor({ tenant_id: tenantId, object_id: objectId, roles: [role] }, { clock: systemClock })
  const signal = new AbortController().signal
  return {
    calls: server.calls,
    add: async (name, text, owner) => {
      const access = owner === undefined ? ['everyone'] : [`user:${owner}`]
      const context = as(owner ?? 'postmaster', 'Contributor')
      const { documentId, versionId } = await library.add({ fileName: `${name}.txt`, text, access }, context)
      const job = { id: 'job', attempt: 1, signal }
      await processVersion({ ...library, parser }, { tenantId, versionId }, job)
      return documentId
    },
    ask: async (by, { query, documentId }) => {
      const filters = documentId === undefined ? {} : { filters: { document_ids: [documentId] } }
      const parts: AnswerPart[] = []
      const context = as('reader', 'Reader')
      for await (const part of orchestrations[by].ask({ query, top_k: 5, ...filters }, context)) parts.push(part)
      const end = parts.at(-1)
      if (end?.type !== 'answer-end') throw new Error(`no answer: ${JSON.stringify(end)}`)
      return { parts, envelope: end.answer }
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await parser[Symbol.asyncDispose]()
      await library[Symbol.asyncDispose]()
    },
  }
}

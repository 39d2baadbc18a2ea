import { resolve } from 'node:path'
import { z } from 'zod'
import type { Settings } from './config.ts'
import { optionalUrl } from './setting-kinds.ts'

/** Settings of models that take the place of what is built in. */
export const MODEL_SETTINGS = {
  FOOTNOTE_EMBEDDING_MODEL_FOLDER: z
    .string()
    .optional()
    .describe(
      'Folder of an embedding model that runs on this machine, as models on Hugging Face have it (with onnx/model.onnx), instead of the built-in word vectors. After a change run "npx footnote reindex".',
    ),
  FOOTNOTE_EMBEDDING_BASE_URL: optionalUrl().describe(
    'OpenAI-compatible server that makes the vectors, for example https://name.openai.azure.com/openai/v1, instead of the built-in word vectors. After a change run "npx footnote reindex".',
  ),
  FOOTNOTE_EMBEDDING_MODEL: z
    .string()
    .optional()
    .describe('Name of its embedding model; at Azure OpenAI the name of the deployment.'),
  FOOTNOTE_EMBEDDING_API_KEY: z.string().optional().describe('Key of the embedding model server, if it needs one.'),
  FOOTNOTE_EMBEDDING_DIMENSIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_536)
    .optional()
    .describe('Size of the vectors to ask that server for; without it the model decides and is asked at the start.'),
  FOOTNOTE_RERANKER_MODEL_FOLDER: z
    .string()
    .optional()
    .describe(
      'Folder of a cross-encoder that runs on this machine and puts the best passages in order, as models on Hugging Face have it (with onnx/model.onnx).',
    ),
  FOOTNOTE_RERANKER_URL: optionalUrl().describe(
    'Server that puts the best passages in order by POST <address>/rerank, as Cohere, Jina and many others offer it.',
  ),
  FOOTNOTE_RERANKER_MODEL: z.string().optional().describe('Name of its model.'),
  FOOTNOTE_RERANKER_API_KEY: z.string().optional().describe('Key of that server, if it needs one.'),
}

/** A model behind an address. */
interface ModelServer {
  readonly baseUrl: string
  readonly model: string
  readonly apiKey: string | undefined
}

/** A model in a folder of this machine. */
interface ModelInFolder {
  readonly type: 'onnx'
  readonly folder: string
}

export type EmbeddingConfig =
  | ModelInFolder
  | (ModelServer & { readonly type: 'server'; readonly dimensions: number | undefined })
export type RerankerConfig = ModelInFolder | (ModelServer & { readonly type: 'server' })

/** Which embedding model the settings name; null for the built-in one. */
export function embeddingOf(env: Settings): EmbeddingConfig | null {
  const folder = env.FOOTNOTE_EMBEDDING_MODEL_FOLDER
  if (folder !== undefined) return { type: 'onnx', folder: resolve(folder) }
  const { FOOTNOTE_EMBEDDING_BASE_URL: baseUrl, FOOTNOTE_EMBEDDING_MODEL: model } = env
  if (baseUrl === undefined || model === undefined) return null
  const { FOOTNOTE_EMBEDDING_API_KEY: apiKey, FOOTNOTE_EMBEDDING_DIMENSIONS: dimensions } = env
  return { type: 'server', baseUrl, model, apiKey, dimensions }
}

/** Which re-ranking model the settings name; null for none. */
export function rerankerOf(env: Settings): RerankerConfig | null {
  const folder = env.FOOTNOTE_RERANKER_MODEL_FOLDER
  if (folder !== undefined) return { type: 'onnx', folder: resolve(folder) }
  const { FOOTNOTE_RERANKER_URL: baseUrl, FOOTNOTE_RERANKER_MODEL: model, FOOTNOTE_RERANKER_API_KEY: apiKey } = env
  return baseUrl === undefined || model === undefined ? null : { type: 'server', baseUrl, model, apiKey }
}

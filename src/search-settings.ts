import { z } from 'zod'
import { onOff, optionalUrl } from './setting-kinds.ts'

/** Where the search index is kept. */
export const SEARCH_SETTINGS = {
  FOOTNOTE_INDEX_FOLDER: z
    .string()
    .optional()
    .describe(
      'Folder of the search index; by default inside the home. An address like az://container/folder keeps it in the storage account of the FOOTNOTE_BLOBS settings, in a container that is there already.',
    ),
  FOOTNOTE_SEARCH_ENDPOINT: optionalUrl().describe(
    'Azure AI Search to keep the search index in, instead of a folder, for example https://name.search.windows.net.',
  ),
  FOOTNOTE_SEARCH_API_KEY: z
    .string()
    .optional()
    .describe('Its admin key; without one the managed identity of this machine is used.'),
  FOOTNOTE_SEARCH_INDEX_PREFIX: z
    .string()
    .regex(/^[a-z0-9](?:-?[a-z0-9]){0,39}$/, 'write up to 40 lower-case letters, digits and single hyphens')
    .default('footnote')
    .describe('First part of the names of its indexes, so that several installations can share a service.'),
  FOOTNOTE_SEARCH_LANGUAGE: z
    .string()
    .regex(/^[a-z]{2}$/, 'write two letters, like "de"')
    .optional()
    .describe(
      'Language of most documents, for other programs that search their texts there; Footnote searches its own terms.',
    ),
  FOOTNOTE_SEMANTIC_CACHE: onOff('on').describe(
    'Let questions that differ in small words only share one search for an hour, as long as no document and no permission changes; with embedding models of your own only, the built-in word vectors are too weak to tell.',
  ),
  FOOTNOTE_SEARCH_SEMANTIC_RANKER: onOff('off').describe(
    'Ask its semantic ranker about each question, where the service has it switched on; Azure bills it apart.',
  ),
}

/** Azure AI Search, and how to reach it. */
export interface AzureSearchConfig {
  readonly endpoint: string
  readonly apiKey: string | undefined
  readonly prefix: string
  /** Two letters. */
  readonly language: string | null
  readonly semanticRanker: boolean
}

type Settings = Readonly<z.output<z.ZodObject<typeof SEARCH_SETTINGS>>>

/** The service that the settings name, or null when the index is kept elsewhere. */
export function azureSearchOf(env: Settings): AzureSearchConfig | null {
  if (env.FOOTNOTE_SEARCH_ENDPOINT === undefined) return null
  return {
    endpoint: env.FOOTNOTE_SEARCH_ENDPOINT,
    apiKey: env.FOOTNOTE_SEARCH_API_KEY,
    prefix: env.FOOTNOTE_SEARCH_INDEX_PREFIX,
    language: env.FOOTNOTE_SEARCH_LANGUAGE ?? null,
    semanticRanker: env.FOOTNOTE_SEARCH_SEMANTIC_RANKER,
  }
}

/** True for an index in a storage account. */
export function isInStorageAccount(folder: string | undefined): folder is string {
  return folder?.startsWith('az://') === true
}

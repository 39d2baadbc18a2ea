import { OpenAI } from 'openai'
import type { TokenSource } from '../machine-identity.ts'
import { azureIdentityFor } from './azure-identity.ts'
import { fetchLimited } from './limit-reply.ts'

export interface OpenAiServer {
  /** Address up to and including the version, for example `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string
  /** Undefined for servers that need none; servers of Azure are then shown the identity of this machine. */
  readonly apiKey: string | undefined
  /** Who this machine is, when it has no key; by default found from the address. */
  readonly identity?: TokenSource | null
}

/**
 * A client of an OpenAI-compatible server, Azure OpenAI (`https://name.openai.azure.com/openai/v1`) among them, that
 * neither retries by itself nor reads the environment.
 */
export function createOpenAiClient({ baseUrl, apiKey, identity = azureIdentityFor(baseUrl) }: OpenAiServer): OpenAI {
  const anonymous = apiKey === undefined && identity === null
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? identity ?? 'none',
    ...(anonymous ? { defaultHeaders: { Authorization: null } } : {}),
    // Left out, the client would take these from the environment, which only the configuration may read.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    fetch: fetchLimited,
  })
}

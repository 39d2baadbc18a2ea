import { OpenAI } from 'openai'

export interface OpenAiServer {
  /** Address up to and including the version, for example `http://127.0.0.1:11434/v1`. */
  readonly baseUrl: string
  /** Undefined for servers that need none. */
  readonly apiKey: string | undefined
}

/** A client of an OpenAI-compatible server that neither retries by itself nor reads the environment. */
export function createOpenAiClient({ baseUrl, apiKey }: OpenAiServer): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? 'none',
    ...(apiKey === undefined ? { defaultHeaders: { Authorization: null } } : {}),
    // Left out, the client would take these from the environment, which only the configuration may read.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
  })
}

import { z } from 'zod'
import { optionalUrl, whole } from './setting-kinds.ts'

const price = () => z.coerce.number().min(0).default(0)

/** The models that write answers. */
export const CHAT_SETTINGS = {
  FOOTNOTE_CHAT_BASE_URL: optionalUrl().describe(
    'OpenAI-compatible server that writes the answers, for example http://127.0.0.1:11434/v1 or https://name.openai.azure.com/openai/v1. Without it answers quote the documents.',
  ),
  FOOTNOTE_CHAT_MODEL: z
    .string()
    .optional()
    .describe('Name of the chat model; at Azure OpenAI the name of the deployment.'),
  FOOTNOTE_CHAT_API_KEY: z
    .string()
    .optional()
    .describe(
      'Key of the chat model server, if it needs one; without one, servers of Azure are shown the managed identity of this machine.',
    ),
  FOOTNOTE_CHAT_CONTEXT_TOKENS: whole(8_192, 2_048, 2_000_000).describe(
    'Tokens that prompt and answer of the chat model may have together.',
  ),
  FOOTNOTE_CHAT_PROMPT_PRICE: price().describe(
    'Price of a million prompt tokens of the chat model; counts against cost budgets.',
  ),
  FOOTNOTE_CHAT_COMPLETION_PRICE: price().describe(
    'Price of a million tokens that the chat model writes; counts against cost budgets.',
  ),
  FOOTNOTE_CHAT_CALLS_AT_ONCE: whole(100, 1, 10_000).describe(
    'Questions that each chat model is sent at the same time; further ones wait a few seconds for their turn.',
  ),
  FOOTNOTE_CHAT_FIRST_TOKEN_SECONDS: whole(30, 1, 600).describe(
    'How long a chat model may take until it begins to answer; then the next one is asked.',
  ),
  FOOTNOTE_CHAT_JUDGING: z
    .enum(['none', 'doubtful', 'all'])
    .default('doubtful')
    .describe(
      'Sentences that a chat model is asked about once more, whether their passage says them: those whose words are too few of the passage\'s ("doubtful"), every one (the answer is then shown at once, not word by word), or none.',
    ),
  FOOTNOTE_CHAT_FALLBACK_MODEL: z
    .string()
    .optional()
    .describe(
      'Chat model (or deployment) that answers when the first one cannot; after it answers quote the documents.',
    ),
  FOOTNOTE_CHAT_FALLBACK_BASE_URL: optionalUrl().describe('Its server, when it is another one.'),
  FOOTNOTE_CHAT_FALLBACK_API_KEY: z
    .string()
    .optional()
    .describe('Key of that other server; the key of the first one is never sent there.'),
  FOOTNOTE_CHAT_FALLBACK_CONTEXT_TOKENS: whole(8_192, 2_048, 2_000_000).describe(
    'Tokens that its prompt and answer may have together.',
  ),
  FOOTNOTE_CHAT_FALLBACK_PROMPT_PRICE: price().describe('Price of a million of its prompt tokens.'),
  FOOTNOTE_CHAT_FALLBACK_COMPLETION_PRICE: price().describe('Price of a million tokens that it writes.'),
}

/** A chat model, where it is, and what it costs. */
export interface ChatModelConfig {
  readonly baseUrl: string
  readonly model: string
  readonly apiKey: string | undefined
  readonly contextWindowTokens: number
  /** Price of a million tokens. */
  readonly price: { readonly prompt: number; readonly completion: number }
}

export interface ChatConfig extends ChatModelConfig {
  /** Answers when the first one cannot. */
  readonly fallback: ChatModelConfig | undefined
  /** Of each model. */
  readonly callsAtOnce: number
  readonly firstTokenInMs: number
  readonly judging: 'none' | 'doubtful' | 'all'
}

type Settings = Readonly<z.output<z.ZodObject<typeof CHAT_SETTINGS>>>

/** The chat models that the settings name; undefined for none. */
export function chatOf(env: Settings): ChatConfig | undefined {
  if (env.FOOTNOTE_CHAT_BASE_URL === undefined || env.FOOTNOTE_CHAT_MODEL === undefined) return undefined
  return {
    baseUrl: env.FOOTNOTE_CHAT_BASE_URL,
    model: env.FOOTNOTE_CHAT_MODEL,
    apiKey: env.FOOTNOTE_CHAT_API_KEY,
    contextWindowTokens: env.FOOTNOTE_CHAT_CONTEXT_TOKENS,
    price: { prompt: env.FOOTNOTE_CHAT_PROMPT_PRICE, completion: env.FOOTNOTE_CHAT_COMPLETION_PRICE },
    fallback: fallbackOf(env, env.FOOTNOTE_CHAT_BASE_URL),
    callsAtOnce: env.FOOTNOTE_CHAT_CALLS_AT_ONCE,
    firstTokenInMs: env.FOOTNOTE_CHAT_FIRST_TOKEN_SECONDS * 1000,
    judging: env.FOOTNOTE_CHAT_JUDGING,
  }
}

function fallbackOf(env: Settings, baseUrl: string): ChatModelConfig | undefined {
  if (env.FOOTNOTE_CHAT_FALLBACK_MODEL === undefined) return undefined
  const elsewhere = env.FOOTNOTE_CHAT_FALLBACK_BASE_URL
  return {
    baseUrl: elsewhere ?? baseUrl,
    model: env.FOOTNOTE_CHAT_FALLBACK_MODEL,
    apiKey: elsewhere === undefined ? env.FOOTNOTE_CHAT_API_KEY : env.FOOTNOTE_CHAT_FALLBACK_API_KEY,
    contextWindowTokens: env.FOOTNOTE_CHAT_FALLBACK_CONTEXT_TOKENS,
    price: {
      prompt: env.FOOTNOTE_CHAT_FALLBACK_PROMPT_PRICE,
      completion: env.FOOTNOTE_CHAT_FALLBACK_COMPLETION_PRICE,
    },
  }
}

import { createNoopMeter } from '@opentelemetry/api'
import type { ChatModelConfig } from '../chat-settings.ts'
import type { Config } from '../config.ts'
import type { ChatModel } from '../platform/chat-model/chat-model.ts'
import { openChatModels } from '../platform/open-platform.ts'
import { createTracing } from '../platform/telemetry/create-tracing.ts'
import { contextWindowOf } from './context-window.ts'

interface ModelFinding {
  readonly ok: boolean
  /** What was found and, where something is wrong, what to do. */
  readonly detail: string
}

const PROBE = {
  messages: [{ role: 'user' as const, content: 'Reply with the word yes.' }],
  question: 'Reply with the word yes.',
  passages: [],
  termWeights: {},
  language: 'en',
  maximumAnswerTokens: 16,
}

/** Ask every configured chat model for a word, as an answer would be asked for, and look at its context window. */
export async function checkChatModels({ chat }: Pick<Config, 'chat'>): Promise<readonly ModelFinding[]> {
  if (chat === undefined) return [{ ok: true, detail: 'none configured; answers quote the documents' }]
  const [first, second] = await openChatModels(chat, { meter: createNoopMeter(), tracing: createTracing(null) })
  const asked = [
    check(first, chat, 'FOOTNOTE_CHAT_CONTEXT_TOKENS'),
    check(second, chat.fallback, 'FOOTNOTE_CHAT_FALLBACK_CONTEXT_TOKENS'),
  ]
  return (await Promise.all(asked)).filter((finding) => finding !== null)
}

async function check(
  model: ChatModel | undefined,
  server: ChatModelConfig | undefined,
  setting: string,
): Promise<ModelFinding | null> {
  if (model === undefined || server === undefined) return null
  const name = `${server.model} at ${server.baseUrl}`
  try {
    const began = `${name} began to answer after ${await millisecondsToBegin(model)} ms`
    const told = await contextWindowOf(server)
    if (told === null)
      return { ok: true, detail: `${began}; window of ${server.contextWindowTokens} tokens (its server does not tell)` }
    if (told >= server.contextWindowTokens)
      return { ok: true, detail: `${began}; window of ${told} tokens, ${server.contextWindowTokens} are used` }
    return { ok: false, detail: `${began}, but its server gives it ${told} tokens; set ${setting}=${told}.` }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ok: false, detail: `${name}: ${why} Until then the next model answers, or the documents are quoted.` }
  }
}

/** Until the first text, or the end of an answer without one: models that think first use the few tokens up. */
async function millisecondsToBegin(model: ChatModel): Promise<number> {
  const startedAt = performance.now()
  for await (const _ of model.stream(PROBE, new AbortController().signal)) break
  return Math.round(performance.now() - startedAt)
}

import { z } from 'zod'
import type { ChatModelConfig } from '../chat-settings.ts'

const TIMEOUT_IN_MS = 3_000
const Window = z.number().int().positive().optional().catch(undefined)
/** vLLM and OpenRouter tell the window in the list of models, each in its own word. */
const Models = z.object({ data: z.array(z.object({ id: z.string(), max_model_len: Window, context_length: Window })) })
/** Ollama tells it of models that are loaded, at an address of its own. */
const Loaded = z.object({ models: z.array(z.object({ model: z.string(), context_length: Window })) })

/** Tokens that a server gives a model for prompt and answer, or null where it does not tell. */
export async function contextWindowOf(
  server: Pick<ChatModelConfig, 'baseUrl' | 'model' | 'apiKey'>,
): Promise<number | null> {
  const { baseUrl, model, apiKey } = server
  const listed = Models.safeParse(await read(`${baseUrl}/models`, apiKey)).data?.data.find(({ id }) => id === model)
  const told = listed?.max_model_len ?? listed?.context_length
  if (told !== undefined) return told
  const loaded = Loaded.safeParse(await read(new URL('/api/ps', baseUrl).href, apiKey)).data?.models
  return loaded?.find((one) => one.model === model || one.model === `${model}:latest`)?.context_length ?? null
}

async function read(url: string, key: string | undefined): Promise<unknown> {
  try {
    const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
    const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_IN_MS) })
    return response.ok ? await response.json() : null
  } catch {
    return null
  }
}

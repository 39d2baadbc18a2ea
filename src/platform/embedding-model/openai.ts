import { z } from 'zod'
import { problem } from '../../contracts/errors.ts'
import { cutToTokens } from '../../language/cut-to-tokens.ts'
import { createOpenAiClient, type OpenAiServer } from '../openai/create-client.ts'
import { type RetryPatience, withRetries } from '../openai/retry.ts'
import { type FailingServer, serverFailure } from '../openai/server-failure.ts'
import type { EmbeddingModel } from './embedding-model.ts'

export interface OpenAiEmbeddingModelOptions extends OpenAiServer {
  /** Name of the model; at Azure OpenAI the name of the deployment. */
  readonly model: string
  /** Size of the vectors to ask for. Left out, the model decides and is asked once when it is opened. */
  readonly dimensions: number | undefined
  readonly timeouts?: { readonly queryInMs: number; readonly passagesInMs: number }
}

/** Texts in one call: small enough that a server with little memory takes it, large enough that the way counts little. */
const TEXTS_PER_CALL = 16
/** The embedding models of OpenAI read 8,192 tokens; their tokenizer counts up to a tenth more than ours. */
const MOST_TOKENS = 7_400
const TIMEOUTS = { queryInMs: 10_000, passagesInMs: 60_000 }
/** Somebody waits for an answer, which can do without the vector. */
const FOR_A_QUERY: RetryPatience = { tries: 2, longestPauseInSeconds: 2 }
/** Nobody waits, and hosted models ask for pauses of seconds when a library is read in. */
const FOR_PASSAGES: RetryPatience = { tries: 5, longestPauseInSeconds: 60 }
const THE_MODEL: FailingServer = { code: 'service-unavailable', subject: 'The embedding model' }

const Reply = z.object({
  data: z.array(z.object({ index: z.number(), embedding: z.union([z.string(), z.array(z.number())]) })),
})

/** Open an embedding model behind any server that speaks the OpenAI embeddings protocol, Azure OpenAI (`…/openai/v1`) among them. */
export async function openOpenAiEmbeddingModel(options: OpenAiEmbeddingModelOptions): Promise<EmbeddingModel> {
  const { model, timeouts = TIMEOUTS } = options
  const client = createOpenAiClient(options)

  async function askOnce(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const body = { model, input: [...texts], encoding_format: 'base64' as const }
    const wanted = options.dimensions === undefined ? body : { ...body, dimensions: options.dimensions }
    const reply: unknown = await client.embeddings.create(wanted, { signal })
    return vectorsOf(reply, texts.length)
  }

  async function ask(texts: readonly string[], patience: RetryPatience, withinInMs: number, signal: AbortSignal) {
    signal.throwIfAborted()
    const late = AbortSignal.timeout(withinInMs)
    const both = AbortSignal.any([signal, late])
    try {
      return await withRetries(() => askOnce(texts, both), patience, both)
    } catch (error) {
      signal.throwIfAborted()
      if (late.aborted) throw problem(THE_MODEL.code, `${THE_MODEL.subject} did not answer within ${withinInMs} ms.`)
      throw serverFailure(error, THE_MODEL)
    }
  }

  const dimensions = options.dimensions ?? (await sizeOf(ask(['an example'], FOR_A_QUERY, timeouts.queryInMs, NEVER)))

  /** Servers refuse a text without a letter; it gets the zero vector, as every port does for a text it knows nothing of. */
  async function embed(texts: readonly string[], patience: RetryPatience, withinInMs: number, signal: AbortSignal) {
    const said = texts.map((text) => cutToTokens(text.toWellFormed(), MOST_TOKENS))
    const worth = said.filter((text) => text.trim() !== '')
    const vectors: Float32Array[] = []
    for (let start = 0; start < worth.length; start += TEXTS_PER_CALL)
      vectors.push(...(await ask(worth.slice(start, start + TEXTS_PER_CALL), patience, withinInMs, signal)))
    for (const vector of vectors) if (vector.length !== dimensions) throw otherSize(vector.length, dimensions)
    let next = 0
    return said.map((text) => (text.trim() === '' ? undefined : vectors[next++]) ?? new Float32Array(dimensions))
  }

  return {
    fingerprint: `openai-${model}-${dimensions}`,
    dimensions,
    strength: 'strong',
    isCheap: false,
    embedPassages: async (texts, signal) => {
      signal.throwIfAborted()
      return embed(texts, FOR_PASSAGES, timeouts.passagesInMs, signal)
    },
    embedQuery: async (text, signal) => {
      signal.throwIfAborted()
      const [vector] = await embed([text], FOR_A_QUERY, timeouts.queryInMs, signal)
      return vector ?? new Float32Array(dimensions)
    },
  }
}

const NEVER = new AbortController().signal

async function sizeOf(example: Promise<readonly Float32Array[]>): Promise<number> {
  try {
    return (await example)[0]?.length ?? 0
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`${why} Set FOOTNOTE_EMBEDDING_DIMENSIONS to start without asking it.`, { cause: error })
  }
}

function otherSize(found: number, expected: number) {
  return problem(
    'index-mismatch',
    `The embedding model sends vectors of ${found} dimensions instead of ${expected}; set FOOTNOTE_EMBEDDING_DIMENSIONS ` +
      'to a size that it knows, and run "npx footnote reindex".',
  )
}

/** The vectors in the order of their texts, at unit length. Some servers send numbers although base64 was asked for. */
function vectorsOf(reply: unknown, count: number): readonly Float32Array[] {
  const { data } = Reply.parse(reply)
  const vectors = data
    .toSorted((a, b) => a.index - b.index)
    .map(({ embedding }) =>
      toUnitLength(typeof embedding === 'string' ? decoded(embedding) : Float32Array.from(embedding)),
    )
  if (vectors.length !== count || vectors.some((vector) => !vector.every(Number.isFinite)))
    throw problem(THE_MODEL.code, `${THE_MODEL.subject} sent something unreadable; try again in a moment.`)
  return vectors
}

function decoded(base64: string): Float32Array {
  // A buffer of its own: a Float32Array must start at a multiple of four.
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'))
  return new Float32Array(bytes.buffer, 0, Math.floor(bytes.byteLength / 4))
}

function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return length > 0 ? vector.map((value) => value / length) : vector
}

import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problem } from '../../contracts/errors.ts'
import { DEFAULT_TOP_K } from '../../contracts/filters.ts'
import type { Orchestration } from '../../contracts/orchestration.ts'
import { ANSWER_ID_HEADER, answerIdOf } from '../../platform/http/answer-id.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { errorPart, sendEvents } from '../../platform/http/event-stream.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { noteTokenUsage } from '../../platform/http/token-usage.ts'
import { askQuestions } from '../../policies/ask-questions.ts'
import { readEnvelope } from '../read-envelope.ts'
import { ChatCompletion, ChatCompletionInput, earlierTurns, MODEL_NAME, questionOf } from './chat-completions.ts'
import { originOf } from './origin-of.ts'
import { writeChunks, writeCompletion } from './write-completion.ts'

const tags = ['other programs']

const complete = {
  operationId: 'createChatCompletion',
  summary: 'Ask as OpenAI clients do; footnotes come as annotations.',
  description:
    'The last user message is the question; it is understood with those before it. Point any client of the OpenAI API at `<address>/v1` with a token or an API ' +
    'key of Footnote. Tools, system messages and sampling settings have no effect.',
  tags,
  body: ChatCompletionInput,
  response: { 200: ChatCompletion, ...problemResponses(400, 401, 403, 429, 499, 500, 503) },
}

const Model = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.literal(0),
  owned_by: z.literal('footnote'),
})
const models = {
  operationId: 'listModels',
  summary: 'The one model that OpenAI clients find here.',
  tags,
  response: {
    200: z.object({ object: z.literal('list'), data: z.array(Model) }),
    ...problemResponses(401, 403, 429),
  },
}

/** The door for programs that speak OpenAI's chat completions. `publicUrl` is the address that people use, for links. */
export function chatCompletionsRoutes(
  orchestration: Pick<Orchestration, 'ask'>,
  publicUrl: string | undefined,
): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    app.post('/v1/chat/completions', { schema: complete, config: { policy: askQuestions } }, async (request, reply) => {
      const context = callContextOf(request)
      const { stream, stream_options: streamOptions, filters, top_k = DEFAULT_TOP_K, interpret } = request.body
      const query = questionOf(request.body.messages)
      if (query === null)
        throw problem('invalid-request', 'Send a message of the role "user" with the question as text.')
      const id = answerIdOf(context)
      reply.header(ANSWER_ID_HEADER, id)
      const created = Math.floor(context.clock.now() / 1_000)
      const head = { id: `chatcmpl-${id}`, created, origin: originOf(request, publicUrl) }
      const parts = orchestration.ask(
        { query, filters, top_k, interpret, earlier: earlierTurns(request.body.messages) },
        context,
      )
      if (stream === true) {
        const chunks = writeChunks(parts, head, streamOptions?.include_usage === true)
        await sendEvents(reply, chunks, {
          signal: context.signal,
          textOf: eventOf,
          lastWords: (error) => eventOf(lastChunk(errorPart(error, context.requestId))),
        })
        return reply
      }
      const envelope = await readEnvelope(parts, context)
      noteTokenUsage(reply, envelope.token_usage)
      return writeCompletion(envelope, head)
    })

    app.get('/v1/models', { schema: models, config: { policy: askQuestions } }, async () => {
      const model = { id: MODEL_NAME, object: 'model', created: 0, owned_by: 'footnote' } as const
      return { object: 'list' as const, data: [model] }
    })
  }
}

function eventOf(data: string): string {
  return `data: ${data}\n\n`
}

function lastChunk({ code, detail }: ReturnType<typeof errorPart>): string {
  return JSON.stringify({ error: { message: detail, type: code, code, param: null } })
}

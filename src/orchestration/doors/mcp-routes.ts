import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { askQuestions } from '../../policies/ask-questions.ts'
import type { McpDependencies } from './mcp-server.ts'
import { originOf } from './origin-of.ts'

const post = {
  operationId: 'callMcp',
  summary: 'The Model Context Protocol (streamable HTTP, without sessions): tools "search" and "ask".',
  description: 'Every request carries a token or an API key of Footnote and sees what its owner may see.',
  tags: ['other programs'],
  body: z.unknown(),
  response: { 200: z.unknown().describe('A reply of JSON-RPC 2.0.'), ...problemResponses(400, 401, 403, 429) },
}

/**
 * `POST /mcp`: one request of the Model Context Protocol, answered for its caller alone. There are no sessions, so any
 * process answers any request. `publicUrl` is the address that people use, for links.
 */
export function mcpRoutes(dependencies: McpDependencies, publicUrl: string | undefined): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    app.post('/mcp', { schema: post, config: { policy: askQuestions } }, async (request, reply) => {
      // Few installations are asked this way; the others need not load it at the start.
      const [{ WebStandardStreamableHTTPServerTransport }, { createMcpServer }] = await Promise.all([
        import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'),
        import('./mcp-server.ts'),
      ])
      const origin = originOf(request, publicUrl)
      const server = createMcpServer(dependencies, callContextOf(request), origin)
      const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
      await server.connect(transport)
      try {
        const headers = new Headers()
        for (const name of ['accept', 'content-type', 'mcp-protocol-version']) {
          const value = request.headers[name]
          if (typeof value === 'string') headers.set(name, value)
        }
        const asked = new Request(new URL('/mcp', origin), { method: 'POST', headers })
        const response = await transport.handleRequest(asked, { parsedBody: request.body })
        return await passOn(response, reply)
      } finally {
        await server.close()
      }
    })
  }
}

/** The protocol has error replies of its own, so what is sent is not held against the schema of ours. */
async function passOn(response: Response, reply: FastifyReply): Promise<FastifyReply> {
  const type = response.headers.get('content-type')
  if (type !== null) reply.type(type)
  return reply
    .code(response.status)
    .serializer(String)
    .send(await response.text())
}

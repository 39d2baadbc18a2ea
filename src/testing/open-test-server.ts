import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type { CallContext, Clock } from '../contracts/call-context.ts'
import { systemClock } from '../contracts/call-context.ts'
import {
  CALL_CONTEXT_HEADER,
  type CallContextTokens,
  createCallContextTokens,
} from '../platform/http/call-context-token.ts'
import { createServer } from '../platform/http/create-server.ts'

export interface TestServer extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly tokens: CallContextTokens
  /** The header by which a process behind the gateway knows the caller. */
  readonly headersOf: (context: CallContext) => Promise<Record<string, string>>
  /** Listen on a free port of this machine; returns the address. */
  readonly listen: () => Promise<string>
}

export interface TestServerOptions {
  /** The roles this process hosts; without "gateway" it believes signed call contexts. */
  readonly roles: readonly string[]
  readonly clock?: Clock
  /** Gets every log line. */
  readonly onLog?: (line: string) => void
}

/** A real server of this project, without routes yet. */
export async function openTestServer({ roles, clock = systemClock, onLog }: TestServerOptions): Promise<TestServer> {
  const tokens = createCallContextTokens('a secret of the tests that is long enough')
  const logger = onLog === undefined ? pino({ enabled: false }) : pino({ base: null }, { write: onLog })
  const app = await createServer({ clock, logger, tokens, roles })
  const [audience = 'none'] = roles
  return {
    app,
    tokens,
    headersOf: async (context) => ({ [CALL_CONTEXT_HEADER]: await tokens.sign({ ...context, clock }, audience) }),
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
    [Symbol.asyncDispose]: () => app.close(),
  }
}

import type { FastifyInstance, InjectOptions } from 'fastify'
import { pino } from 'pino'
import type { CallContext, Clock } from '../contracts/call-context.ts'
import { systemClock } from '../contracts/call-context.ts'
import { Principal } from '../contracts/principal.ts'
import {
  CALL_CONTEXT_HEADER,
  type CallContextTokens,
  createCallContextTokens,
} from '../platform/http/call-context-token.ts'
import { createServer } from '../platform/http/create-server.ts'
import { createTracing } from '../platform/telemetry/create-tracing.ts'

export interface TestServer extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly tokens: CallContextTokens
  /** Headers that make an injected request come from this caller, as the gateway would forward it. */
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

/** Says to the test server, not to the program, who sends an injected request. */
const CALLER_HEADER = 'x-test-caller'

/**
 * A real server of this project, without routes yet. One behind the gateway gets injected requests as the gateway would
 * forward them: signed for this very request, for the caller of `headersOf` or for nobody.
 */
export async function openTestServer({ roles, clock = systemClock, onLog }: TestServerOptions): Promise<TestServer> {
  const tokens = createCallContextTokens(['a secret of the tests that is long enough'])
  const logger = onLog === undefined ? pino({ enabled: false }) : pino({ base: null }, { write: onLog })
  const app = await createServer({ clock, logger, tracing: createTracing(null), tokens, roles })
  const [audience = 'none'] = roles
  if (!roles.includes('gateway')) signInjected(app, { tokens, audience, clock })
  return {
    app,
    tokens,
    headersOf: async ({ principal, requestId }) => ({ [CALLER_HEADER]: JSON.stringify({ principal, requestId }) }),
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
    [Symbol.asyncDispose]: () => app.close(),
  }
}

interface Signing {
  readonly tokens: CallContextTokens
  readonly audience: string
  readonly clock: Clock
}

function signInjected(app: FastifyInstance, signing: Signing): void {
  const inject = app.inject.bind(app)
  const signed = async (given: string | InjectOptions) => inject(await sign(given, signing))
  Object.assign(app, {
    inject: (given?: string | InjectOptions) => (given === undefined ? inject() : signed(given)),
  })
}

async function sign(given: string | InjectOptions, { tokens, audience, clock }: Signing): Promise<InjectOptions> {
  const options = typeof given === 'string' ? { url: given } : given
  const { [CALLER_HEADER]: caller, ...headers } = options.headers ?? {}
  if (CALL_CONTEXT_HEADER in headers || typeof options.url !== 'string') return options
  const path = options.url.split('?', 1)[0] ?? options.url
  const hop = { audience, method: options.method?.toUpperCase() ?? 'GET', path }
  const { principal, requestId } = callerOf(caller)
  const token = await tokens.sign({ principal, clock }, hop)
  return { ...options, headers: { 'x-request-id': requestId, ...headers, [CALL_CONTEXT_HEADER]: token } }
}

function callerOf(header: unknown): { readonly principal: Principal | null; readonly requestId: string } {
  if (typeof header !== 'string') return { principal: null, requestId: 'request-1' }
  const { principal, requestId } = JSON.parse(header) as { principal: unknown; requestId: string }
  return { principal: Principal.parse(principal), requestId }
}

import { pino } from 'pino'
import type { Auth, Authentication } from '../contracts/auth.ts'
import { problem } from '../contracts/errors.ts'
import type { Orchestration } from '../contracts/orchestration.ts'
import { type GatewayDependencies, installGateway } from '../gateway/gateway.ts'
import { LOAD_LIMITS, type LoadLimits } from '../gateway/shed-load.ts'
import { createInProcessSharedState } from '../platform/shared-state/in-process.ts'
import { openTelemetry } from '../platform/telemetry/pino-prometheus.ts'
import { createManualClock, type ManualClock, principalFor } from './call-contexts.ts'
import { openTestServer, type TestServer } from './open-test-server.ts'

type RecordReuse = Orchestration['recordReuse']
type Reused = Parameters<RecordReuse>[0] & { readonly by: string; readonly requestId: string }

export interface TestGateway extends TestServer {
  readonly clock: ManualClock
  /** Every access-log line, as it was written. */
  readonly log: readonly string[]
  /** What the auth service says about callers; change it to raise an epoch or take a role. */
  readonly known: Record<string, Partial<Authentication>>
  /** Answers that were given again, as the orchestration service is told. */
  readonly reused: readonly Reused[]
  /** Whose requests a limit refused, once for each. */
  readonly refused: readonly string[]
}

/**
 * A gateway without services behind it yet. Callers are known by the tokens "reader" and "other", and by a session of the
 * same names; everybody else is refused.
 */
export async function openTestGateway(
  limits: Partial<GatewayDependencies['limits']> = {},
  loadLimits: LoadLimits = LOAD_LIMITS,
): Promise<TestGateway> {
  const clock = createManualClock()
  const log: string[] = []
  const telemetry = openTelemetry({ level: 'info', destination: { write: (line) => void log.push(line) } })
  const server = await openTestServer({ roles: ['gateway'], clock, onLog: (line) => void log.push(line) })
  const known: TestGateway['known'] = { reader: {}, other: {} }
  const reused: Reused[] = []
  const refused: string[] = []
  const recordReuse: RecordReuse = async (input, { principal, requestId }) => {
    reused.push({ ...input, by: principal.object_id, requestId })
    return {}
  }
  await installGateway(server.app, {
    auth: authOf(known),
    recordReuse,
    sharedState: createInProcessSharedState(),
    refusals: { count: ({ object_id }) => void refused.push(object_id) },
    telemetry: { ...telemetry, logger: pino({ base: null }, { write: (line) => void log.push(line) }) },
    limits: {
      userRequestsPerMinute: 60,
      tenantRequestsPerMinute: 600,
      answerCacheLifetimeInMs: 900_000,
      failedSignInsPerMinute: 30,
      ...limits,
    },
    loadLimits,
    answerCacheSecret: 'secret',
    answerFingerprint: 'fingerprint',
  })
  return { ...server, clock, log, known, reused, refused }
}

function authOf(known: TestGateway['known']): Auth {
  return {
    authenticate: async ({ credential }) => {
      const name = credential.type === 'bearer' ? credential.token : credential.id
      const caller = known[name]
      if (caller === undefined) throw problem('not-authenticated', 'Send a valid token.')
      return {
        principal: principalFor({ object_id: name }),
        access_epoch: 1,
        library_epoch: 1,
        expires_at: '2026-03-02T10:00:00.000Z',
        ...caller,
      }
    },
  }
}

import type { FastifyInstance } from 'fastify'
import { anyone } from '../../policies/anyone.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

/** A part that must work before requests are sent here; throws when it does not. */
export interface ReadinessCheck {
  readonly name: string
  readonly check: (signal: AbortSignal) => Promise<unknown>
  /** What is worse than it should be although requests can be answered, as a sentence; null when nothing is. */
  readonly notice?: () => Promise<string | null>
}

/** A probe that takes longer than this is a failed probe. */
const CHECK_TIMEOUT_IN_MS = 2_000

/** `/healthz` says that the process lives, `/readyz` that everything it needs answers, `/metrics` how it is doing. */
export function installHealthRoutes(
  app: FastifyInstance,
  checks: readonly ReadinessCheck[],
  telemetry: Telemetry,
): void {
  const options = { schema: { hide: true }, config: { policy: anyone } }
  app.get('/healthz', options, () => ({ status: 'ok' }))
  app.get('/readyz', options, async (_request, reply) => {
    const results = await Promise.all(checks.map((check) => runCheck(check)))
    const ready = results.every(([, state]) => state === 'ok')
    const noticed = await Promise.all(checks.map((check) => readNotice(check)))
    const notices = noticed.some(({ length }) => length > 0) ? { notices: Object.fromEntries(noticed.flat()) } : {}
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(results), ...notices })
  })
  app.get('/metrics', options, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await telemetry.renderMetrics()),
  )
}

async function readNotice({ name, notice }: ReadinessCheck): Promise<readonly (readonly [string, string])[]> {
  const said = (await notice?.().catch(() => null)) ?? null
  return said === null ? [] : [[name, said]]
}

async function runCheck({ name, check }: ReadinessCheck): Promise<readonly [string, 'ok' | 'failed']> {
  try {
    const signal = AbortSignal.timeout(CHECK_TIMEOUT_IN_MS)
    const late = new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    )
    await Promise.race([check(signal), late])
    return [name, 'ok']
  } catch {
    return [name, 'failed']
  }
}

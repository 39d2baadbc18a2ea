import { createHash, randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { HostableRole } from '../config.ts'
import type { Auth } from '../contracts/auth.ts'
import { hosts, peerUrl, type Wiring } from './wiring.ts'

/** The public addresses that belong to each role; the gateway forwards them when another process hosts the role. */
export const PUBLIC_PREFIXES: Readonly<Record<Exclude<HostableRole, 'gateway'>, readonly string[]>> = {
  auth: ['/auth', '/.well-known', '/api/session', '/api/sign-in-links'],
  ingestion: ['/api/documents', '/api/collections', '/api/sources'],
  retrieval: ['/api/search'],
  orchestration: ['/api/ask'],
  reporting: ['/api/reports'],
}

const WEB_FOLDER = fileURLToPath(new URL('../../web', import.meta.url))

/** The gateway role, first part: the rules that every request meets. They must be there before any route. */
export async function hostGateway(wiring: Wiring, auth: Auth): Promise<void> {
  if (!hosts(wiring, 'gateway')) return
  const { app, platform, config } = wiring
  const { installGateway } = await import('../gateway/gateway.ts')
  const secrets = await platform.secrets()
  installGateway(app, {
    auth,
    sharedState: await platform.sharedState(),
    telemetry: platform.telemetry,
    limits: config.limits,
    answerCacheSecret: await secrets.getOrCreate('answer-cache-key', () => randomBytes(32).toString('base64url')),
    answerFingerprint: await answerFingerprint(wiring),
  })
}

/** The gateway role, last part: forward what other processes host, and serve the pages. */
export async function hostForwarding(wiring: Wiring): Promise<void> {
  if (!hosts(wiring, 'gateway')) return
  const { app, config, tokens } = wiring
  const remote = Object.entries(PUBLIC_PREFIXES).filter(([role]) => !hosts(wiring, role as HostableRole))
  if (remote.length > 0) {
    const { proxyTo } = await import('../gateway/proxy.ts')
    for (const [role, prefixes] of remote) {
      await proxyTo(app, { role, prefixes, url: peerUrl(wiring, role as HostableRole) }, tokens)
    }
  }
  if (!config.serveWeb) return
  const { serveWeb } = await import('../platform/http/serve-web.ts')
  await app.register(serveWeb({ dir: WEB_FOLDER }))
}

/** Names everything but the library that an answer depends on: answers made by other means never meet in the cache. */
async function answerFingerprint({ config, generation }: Wiring): Promise<string> {
  const { PROMPT_VERSION } = await import('../orchestration/assemble-prompt.ts')
  const means = [generation, config.chat?.baseUrl ?? '', config.chat?.model ?? 'extractive', PROMPT_VERSION]
  return createHash('sha256').update(JSON.stringify(means)).digest('hex')
}

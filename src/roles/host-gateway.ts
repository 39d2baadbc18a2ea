import { createHash, randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { HOSTABLE_ROLES } from '../config.ts'
import type { Auth } from '../contracts/auth.ts'
import type { Orchestration } from '../contracts/orchestration.ts'
import { hosts, peerUrl, type Wiring } from './wiring.ts'

const WEB_FOLDER = fileURLToPath(new URL('../../web', import.meta.url))

/** The gateway role, first part: the rules that every request meets. They must be there before any route. */
export async function hostGateway(wiring: Wiring, auth: Auth, orchestration: () => Orchestration): Promise<void> {
  if (!hosts(wiring, 'gateway')) return
  const { app, platform, config } = wiring
  const [{ installGateway }, refused, { keepTellingRefusals }] = await Promise.all([
    import('../gateway/gateway.ts'),
    import('../gateway/count-refusals.ts'),
    import('../gateway/keep-telling-refusals.ts'),
  ])
  const [secrets, sharedState] = await Promise.all([platform.secrets(), platform.sharedState()])
  // Nothing waits here for the bus: it is needed half a minute after the first refusal.
  const refusals = refused.createRefusalCounter({
    publish: async (topic, event) => (await platform.bus()).publish(topic, event),
  })
  wiring.closing.push(keepTellingRefusals(refusals, platform.telemetry.logger))
  wiring.checks.push({ name: 'shared-state', check: sharedState.check })
  await installGateway(app, {
    auth,
    recordReuse: (input, context) => orchestration().recordReuse(input, context),
    sharedState,
    telemetry: platform.telemetry,
    refusals,
    limits: config.limits,
    answerCacheSecret: await secrets.getOrCreate('answer-cache-key', () => randomBytes(32).toString('base64url')),
    answerFingerprint: await answerFingerprint(wiring),
    publicUrl: config.publicUrl,
  })
}

/** The gateway role, last part: forward what other processes host, and serve the pages. */
export async function hostForwarding(wiring: Wiring): Promise<void> {
  if (!hosts(wiring, 'gateway')) return
  const { app, config, platform, tokens } = wiring
  const [{ subscribeGateway }, { settingsRoutes }, { shownSettings }] = await Promise.all([
    import('../gateway/subscriptions.ts'),
    import('../gateway/settings-routes.ts'),
    import('../shown-settings.ts'),
  ])
  await app.register(settingsRoutes(() => shownSettings(config.given)))
  await subscribeGateway({ bus: await platform.bus(), sharedState: await platform.sharedState() })
  const remote = HOSTABLE_ROLES.filter((role) => role !== 'gateway').filter((role) => !hosts(wiring, role))
  if (remote.length > 0) {
    const [{ proxyTo }, { publicRoutes }] = await Promise.all([
      import('../gateway/proxy.ts'),
      import('./public-routes.ts'),
    ])
    const routes = await publicRoutes()
    for (const role of remote) await proxyTo(app, { role, routes: routes[role], url: peerUrl(wiring, role) }, tokens)
  }
  if (!config.serveWeb) return
  const { serveWeb } = await import('../platform/http/serve-web.ts')
  await app.register(serveWeb({ dir: WEB_FOLDER }))
}

/** Names everything but the library that an answer depends on: answers made by other means never meet in the cache. */
async function answerFingerprint({ config, generation }: Wiring): Promise<string> {
  const { PROMPT_VERSION } = await import('../orchestration/assemble-prompt.ts')
  const means = [
    generation,
    config.chat?.baseUrl ?? '',
    config.chat?.model ?? 'extractive',
    PROMPT_VERSION,
    config.unsupported,
    config.chat?.judging ?? 'none',
    ...config.blockedTopics,
  ]
  return createHash('sha256').update(JSON.stringify(means)).digest('hex')
}

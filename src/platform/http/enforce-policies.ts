import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problem } from '../../contracts/errors.ts'
import type { Policy } from '../../policies/policy.ts'
import { callContextOf } from './call-context.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use this route. */
    policy?: Policy
  }
}

/** Routes of packages, which cannot name a policy: the pages that show the API, open to everyone like the API's description. */
const OPEN_PREFIX = '/docs'

/**
 * Refuse callers that the policy of a route does not allow, before the body is read. A route without a policy stops the
 * start: forgetting one must not open a door.
 */
export function enforcePolicies(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.policy !== undefined || url === OPEN_PREFIX || url.startsWith(`${OPEN_PREFIX}/`)) return
    throw new Error(`The route ${[method].flat().join(', ')} ${url} names no policy; see src/policies.`)
  })
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    requirePolicy(request)
    done()
  })
}

function requirePolicy(request: FastifyRequest): void {
  const { policy } = request.routeOptions.config
  if (policy === undefined || policy.allows === null) return
  const { principal } = callContextOf(request)
  if (policy.allows(principal)) return
  throw problem('role-missing', `${policy.sentence} Ask an administrator of your organisation for the role.`)
}

import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { CallContext } from '../../contracts/call-context.ts'
import { Consistency } from '../../contracts/consistency.ts'
import { callContextOf } from '../../platform/http/call-context.ts'
import { problemResponses } from '../../platform/http/problem-responses.ts'
import { watchLibrary } from '../../policies/watch-library.ts'
import type { GiveWay } from '../give-way.ts'
import { createTally, findDiscrepancies, lookNow } from './find-discrepancies.ts'
import type { Stores } from './findings.ts'

const schema = {
  operationId: 'getConsistency',
  summary: 'Whether registry, index and originals hold the same library.',
  description:
    'Looks now and changes nothing; a large library takes some seconds. What is certain is mended by itself every hour. ' +
    'What changed in the last ten minutes is left out, because it may be at work; a file that is being uploaded at this ' +
    'moment may be counted as one that no document needs.',
  tags: ['administration'],
  response: { 200: Consistency, ...problemResponses(401, 403, 429, 499, 500, 503) },
}

export interface ConsistencyDependencies extends Stores {
  readonly giveWay?: GiveWay | undefined
}

/** What administrators ask about the stores of their library. */
export function consistencyRoutes(dependencies: ConsistencyDependencies): FastifyPluginAsync {
  /** Administrators of one organisation who ask at the same time share a look. */
  const looking = new Map<string, Promise<Consistency>>()
  const look = ({ principal }: CallContext): Promise<Consistency> => {
    const { tenant_id: tenantId } = principal
    const running = looking.get(tenantId) ?? check(dependencies, tenantId).finally(() => looking.delete(tenantId))
    looking.set(tenantId, running)
    return running
  }
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    app.get('/api/admin/consistency', { schema, config: { policy: watchLibrary } }, async (request) =>
      look(callContextOf(request)),
    )
  }
}

/** A look that hangs must not be shared for ever. */
const DEADLINE_IN_MS = 10 * 60_000

async function check(dependencies: ConsistencyDependencies, tenantId: string): Promise<Consistency> {
  const tally = createTally(dependencies.clock)
  const look = lookNow(tenantId, dependencies, AbortSignal.timeout(DEADLINE_IN_MS))
  for await (const finding of findDiscrepancies(dependencies, look)) tally.add(finding)
  return tally.report()
}

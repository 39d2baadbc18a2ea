import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { SettingList, type ShownSetting } from '../contracts/settings.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { seeSettings } from '../policies/see-settings.ts'

const list = {
  operationId: 'listSettings',
  summary: 'How the process that answers is set, and where each value comes from.',
  description: 'Values of secrets are never given. Roles that run in other processes have settings of their own.',
  tags: ['administration'],
  response: { 200: SettingList, ...problemResponses(401, 403, 429) },
}

/** The settings, for administrators. `read` is called for each request. */
export function settingsRoutes(read: () => readonly ShownSetting[]): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    app.get('/api/admin/settings', { schema: list, config: { policy: seeSettings } }, async () => ({
      settings: [...read()],
    }))
  }
}

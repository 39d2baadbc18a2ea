import type { Orchestration } from '../contracts/orchestration.ts'
import type { Retrieval } from '../contracts/retrieval.ts'
import type { Wiring } from './wiring.ts'

/** The doors for other programs, and the stream by which a client measures its way here. */
export async function hostDoors(
  { app, config }: Wiring,
  services: { readonly retrieval: Retrieval; readonly orchestration: Orchestration },
): Promise<void> {
  const [{ chatCompletionsRoutes }, { mcpRoutes }, { streamCheckRoutes }] = await Promise.all([
    import('../orchestration/doors/chat-completions-routes.ts'),
    import('../orchestration/doors/mcp-routes.ts'),
    import('../orchestration/stream-check-routes.ts'),
  ])
  await app.register(chatCompletionsRoutes(services.orchestration, config.publicUrl))
  await app.register(mcpRoutes(services, config.publicUrl))
  await app.register(streamCheckRoutes())
}

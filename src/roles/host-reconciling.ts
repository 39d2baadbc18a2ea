import type { ReconcileDependencies } from '../ingestion/reconcile/reconcile-tenants.ts'
import type { Wiring } from './wiring.ts'

/** Whether the stores agree: looked after every hour, and the route of administrators. */
export async function hostReconciling(
  { app, platform, closing }: Wiring,
  parts: Omit<ReconcileDependencies, 'logger' | 'meter'>,
): Promise<void> {
  const [{ createReconcile }, { keepReconciling }, { consistencyRoutes }] = await Promise.all([
    import('../ingestion/reconcile/reconcile-tenants.ts'),
    import('../ingestion/reconcile/keep-reconciling.ts'),
    import('../ingestion/reconcile/consistency-routes.ts'),
  ])
  const { logger, meter } = platform.telemetry
  closing.push(keepReconciling({ reconcile: createReconcile({ ...parts, logger, meter }), logger }))
  await app.register(consistencyRoutes(parts))
}

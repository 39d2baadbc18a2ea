import multipart from '@fastify/multipart'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { ZodApp } from '../platform/http/zod-app.ts'
import { addAccessRoutes } from './access-routes.ts'
import { addDeletionRoutes } from './deletion-routes.ts'
import { addIdentityRoutes } from './identity-routes.ts'
import type { QuoteRectanglesDependencies } from './quote-rectangles.ts'
import { addReadRoutes } from './read-routes.ts'
import type { ReceiveUploadDependencies } from './receive-upload.ts'
import { addSourceRoutes } from './sources/source-routes.ts'
import { addSteerRoutes } from './steer-routes.ts'
import { createUploadCapacity, type UploadCapacityOptions } from './upload-capacity.ts'
import { addWriteRoutes } from './write-routes.ts'

export type IngestionRoutesDependencies = Omit<ReceiveUploadDependencies, 'capacity'> &
  QuoteRectanglesDependencies &
  UploadCapacityOptions

/** Add, list, read and delete documents. */
export function ingestionRoutes(options: IngestionRoutesDependencies): FastifyPluginAsync {
  const dependencies = { ...options, capacity: createUploadCapacity(options) }
  return async (instance) => {
    // A file that is too large is refused alone; thrown by the parser it would end the whole request.
    await instance.register(multipart, { throwFileSizeLimit: false })
    const app: ZodApp = instance.withTypeProvider<ZodTypeProvider>()
    addWriteRoutes(app, dependencies)
    await addIdentityRoutes(app, dependencies)
    addSteerRoutes(app, dependencies)
    addReadRoutes(app, dependencies)
    addAccessRoutes(app, dependencies)
    addDeletionRoutes(app, dependencies)
    addSourceRoutes(app, dependencies)
  }
}

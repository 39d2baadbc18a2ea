import type { FastifyInstance } from 'fastify'

const PUBLISHED = 'publishedRoutes'

export interface PublishedRoute {
  readonly method: string
  /** As it was registered: `/api/documents/:id`. */
  readonly path: string
}

/** Remember every route that is added from here on, so that a test can ask all of them. */
export function rememberRoutes(app: FastifyInstance): void {
  const routes: PublishedRoute[] = []
  app.decorate(PUBLISHED, routes)
  app.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) routes.push({ method: name, path: url })
  })
}

/** Every route of a server. */
export function publishedRoutes(app: FastifyInstance): readonly PublishedRoute[] {
  return app.getDecorator<PublishedRoute[]>(PUBLISHED)
}

import type { FastifyInstance } from 'fastify'

const LOOK_INTERVAL_IN_MS = 100

/**
 * While a server closes, close each connection as soon as what it carried is answered. Those that are idle when the server
 * begins to close are closed by Node; one whose stream ends later would be kept for its client's next request until its
 * idle time is over, and the process would be ended by force in the meantime.
 */
export function closeAnsweredConnections(app: FastifyInstance): void {
  app.addHook('preClose', (done) => {
    const { server } = app
    if (server.listening) {
      const timer = setInterval(() => server.closeIdleConnections(), LOOK_INTERVAL_IN_MS)
      server.once('close', () => clearInterval(timer))
    }
    done()
  })
}

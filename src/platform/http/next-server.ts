import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Answers page requests; writes the whole response itself. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** What is used of Next's programmatic interface. */
interface NextServer {
  readonly prepare: () => Promise<void>
  readonly getRequestHandler: () => PageHandler
  readonly close: () => Promise<void>
}
type CreateNextServer = (options: {
  readonly dev: boolean
  readonly dir: string
  readonly httpServer: Server
}) => NextServer

export interface RunningPages {
  readonly handle: PageHandler
  readonly close: () => Promise<void>
}

/**
 * Load the built client and make it ready to answer. Next is the one the client's folder depends on, not one of ours.
 * Costs about half a second of processor time; throws when `dir` was never built.
 */
export async function openPages(dir: string, httpServer: Server): Promise<RunningPages> {
  const createNextServer = createRequire(join(dir, 'package.json'))('next') as CreateNextServer
  const pages = createNextServer({ dev: false, dir, httpServer })
  const before = new Set(process.listeners('uncaughtException'))
  await pages.prepare()
  removeCrashLoggers(before)
  return { handle: pages.getRequestHandler(), close: () => pages.close() }
}

/**
 * While preparing, Next listens to `uncaughtException` and only logs. That would keep the whole process alive after an
 * error that must end it, so its listener is taken off again. (For `unhandledRejection` Next filters its own and passes
 * the others on to the listeners of the process, so that one stays.)
 */
function removeCrashLoggers(before: ReadonlySet<NodeJS.UncaughtExceptionListener>): void {
  for (const listener of process.listeners('uncaughtException')) {
    if (!before.has(listener)) process.removeListener('uncaughtException', listener)
  }
}

import { createServer, type Socket } from 'node:net'
import type { PGlite } from '@electric-sql/pglite'
import { readExchanges, SYNC } from './read-exchanges.ts'
import { createSharedSession, NEW_SESSION, type SharedSession } from './shared-session.ts'
import { watchNotifications } from './watch-notifications.ts'

export interface ServePgliteOptions {
  readonly socketPath: string
  readonly maximumConnections: number
  /** Hears of every notification before the answer that it comes with is sent, and also when nobody takes that answer. */
  readonly onNotification: () => void
}

/**
 * Let several PostgreSQL clients use one PGlite over a Unix socket. PGlite has a single session, so its clients take
 * turns: whoever starts an exchange keeps the database until it is answered completely and no transaction is open.
 * Anything finer would let one client bind its values to the statement that another client prepared in between. Each
 * client finds the role and the tenant that it had set itself, never those of the client before.
 */
export async function servePglite(
  db: PGlite,
  { socketPath, maximumConnections, onNotification }: ServePgliteOptions,
): Promise<AsyncDisposable> {
  const turns = createTurns()
  const session = createSharedSession(db)
  const watch = watchNotifications(onNotification)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    void converse(socket, { db, session, turns, watch })
  })
  server.maxConnections = maximumConnections
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketPath, resolve))
  return {
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      // Whoever is in the middle of a turn finishes it before the database is closed.
      await turns.take()
    },
  }
}

interface Turns {
  /** Wait until everybody who came earlier is done; call the result to let the next one go. */
  readonly take: () => Promise<() => void>
}

function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve()
  return {
    take: async () => {
      const before = last
      const { promise, resolve } = Promise.withResolvers<void>()
      last = promise
      await before
      return resolve
    },
  }
}

interface Served {
  readonly db: PGlite
  readonly session: SharedSession
  readonly turns: Turns
  /** Sees all that the database answers. */
  readonly watch: (answer: Uint8Array) => void
}

async function converse(socket: Socket, served: Served): Promise<void> {
  const { db, session, turns, watch } = served
  let endTurn: (() => void) | null = null
  let settings = NEW_SESSION
  let mayDiffer = false
  try {
    for await (const { bytes, complete, setsSession } of readExchanges(socket)) {
      if (endTurn === null) {
        endTurn = await turns.take()
        await session.restore(settings)
      }
      mayDiffer ||= setsSession
      await db.execProtocolRawStream(bytes, {
        onRawData: (answer) => {
          watch(answer)
          // The bytes are a view on memory that PGlite uses again: they are copied before they are sent.
          socket.write(Buffer.from(answer))
        },
      })
      if (!complete || db.isInTransaction()) continue
      // What was set counts when the transaction is over: a rollback takes it back.
      if (mayDiffer) settings = await session.read()
      mayDiffer = false
      endTurn()
      endTurn = null
    }
  } catch {
    // The client went away, or PGlite failed in a way that it could not answer: the client sees a broken connection.
  } finally {
    socket.destroy()
    if (endTurn !== null) await abandon(served).finally(endTurn)
  }
}

/** Bring the session back to where the next client expects it: out of a half-sent exchange and out of any transaction. */
async function abandon({ db, session, watch }: Served): Promise<void> {
  session.forget()
  await db.execProtocolRawStream(SYNC, { onRawData: watch })
  if (db.isInTransaction()) await db.exec('ROLLBACK')
}

import { createServer, type Socket } from 'node:net'
import type { PGlite } from '@electric-sql/pglite'

export interface ServePgliteOptions {
  readonly socketPath: string
  readonly maximumConnections: number
}

/**
 * Let several PostgreSQL clients use one PGlite over a Unix socket. PGlite has a single session, so its clients take
 * turns: whoever starts an exchange keeps the database until it is answered completely and no transaction is open.
 * Anything finer would let one client bind its values to the statement that another client prepared in between.
 */
export async function servePglite(
  db: PGlite,
  { socketPath, maximumConnections }: ServePgliteOptions,
): Promise<AsyncDisposable> {
  const turns = createTurns()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    void converse(socket, db, turns)
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

async function converse(socket: Socket, db: PGlite, turns: Turns): Promise<void> {
  let endTurn: (() => void) | null = null
  try {
    for await (const { bytes, complete } of readExchanges(socket)) {
      endTurn ??= await turns.take()
      // The bytes are a view on memory that PGlite uses again: they are copied before they are sent.
      await db.execProtocolRawStream(bytes, { onRawData: (answer) => void socket.write(Buffer.from(answer)) })
      if (!complete || db.isInTransaction()) continue
      endTurn()
      endTurn = null
    }
  } catch {
    // The client went away, or PGlite failed in a way that it could not answer: the client sees a broken connection.
  } finally {
    socket.destroy()
    if (endTurn !== null) await abandon(db).finally(endTurn)
  }
}

/** Bring the session back to where the next client expects it: out of a half-sent exchange and out of any transaction. */
async function abandon(db: PGlite): Promise<void> {
  await db.execProtocolRawStream(SYNC, { onRawData: () => undefined })
  if (db.isInTransaction()) await db.exec('ROLLBACK')
}

/** Whole messages of the PostgreSQL protocol, and whether the client now waits until the server is ready again. */
interface Exchange {
  readonly bytes: Uint8Array
  readonly complete: boolean
}

const PROTOCOL_3 = 196_608
const TYPE_LENGTH = 1
const LENGTH_LENGTH = 4
const TERMINATE = 'X'
/** Messages after which the server says that it is ready: a simple query, and the end of an extended one. */
const ENDS: ReadonlySet<string> = new Set(['Q', 'S'])
const SYNC = Uint8Array.from([0x53, 0, 0, 0, 4])
const NOT_OFFERED = 'N'

async function* readExchanges(socket: Socket): AsyncGenerator<Exchange> {
  let rest: Buffer = Buffer.alloc(0)
  let started = false
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk])
    if (!started) {
      const opening = readOpening(rest)
      if (opening === null) continue
      rest = rest.subarray(opening.bytes.length)
      started = opening.protocol === PROTOCOL_3
      if (started) yield { bytes: opening.bytes, complete: true }
      else socket.write(NOT_OFFERED)
    }
    const { length, last } = measureMessages(rest)
    if (length === 0) continue
    if (last === TERMINATE) return
    yield { bytes: Uint8Array.from(rest.subarray(0, length)), complete: ENDS.has(last) }
    rest = rest.subarray(length)
  }
}

/** The first message has no type: it asks for a protocol, or for encryption, which a socket of this process does without. */
function readOpening(buffer: Buffer): { readonly bytes: Uint8Array; readonly protocol: number } | null {
  if (buffer.length < 2 * LENGTH_LENGTH) return null
  const length = buffer.readInt32BE(0)
  if (buffer.length < length) return null
  return { bytes: Uint8Array.from(buffer.subarray(0, length)), protocol: buffer.readInt32BE(LENGTH_LENGTH) }
}

/** How many bytes the complete messages at the start take, and the type of the last of them. */
function measureMessages(buffer: Buffer): { readonly length: number; readonly last: string } {
  let length = 0
  let last = ''
  while (buffer.length >= length + TYPE_LENGTH + LENGTH_LENGTH) {
    const next = length + TYPE_LENGTH + buffer.readInt32BE(length + TYPE_LENGTH)
    if (next > buffer.length) break
    last = String.fromCharCode(buffer[length] ?? 0)
    length = next
  }
  return { length, last }
}

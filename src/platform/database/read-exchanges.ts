import type { Socket } from 'node:net'

/** Whole messages of the PostgreSQL protocol, and whether the client now waits until the server is ready again. */
export interface Exchange {
  readonly bytes: Uint8Array
  readonly complete: boolean
  /** True when a statement in it may change settings that outlast the statement. */
  readonly setsSession: boolean
}

/** Tells the server that an exchange is over, whatever came before. */
export const SYNC: Uint8Array = Uint8Array.from([0x53, 0, 0, 0, 4])

const PROTOCOL_3 = 196_608
const TYPE_LENGTH = 1
const LENGTH_LENGTH = 4
const TERMINATE = 'X'
/** Messages after which the server says that it is ready: a simple query, and the end of an extended one. */
const ENDS: ReadonlySet<string> = new Set(['Q', 'S'])
/** Messages that carry the text of a statement; values travel in others and can set nothing. */
const STATEMENTS: ReadonlySet<string> = new Set(['Q', 'P'])
const SETS_SESSION =
  /set_config|\b(?:set|reset)\s+(?:session\s+|local\s+)?(?:role\b|authorization\b|all\b|footnote\.)|\bdiscard\s/i
const NOT_OFFERED = 'N'

/** Cut what a client sends into exchanges, from its opening message until it says goodbye. */
export async function* readExchanges(socket: Socket): AsyncGenerator<Exchange> {
  let rest: Buffer = Buffer.alloc(0)
  let started = false
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk])
    if (!started) {
      const opening = readOpening(rest)
      if (opening === null) continue
      rest = rest.subarray(opening.bytes.length)
      started = opening.protocol === PROTOCOL_3
      if (started) yield { bytes: opening.bytes, complete: true, setsSession: false }
      else socket.write(NOT_OFFERED)
    }
    const { length, last, setsSession } = measureMessages(rest)
    if (length === 0) continue
    if (last === TERMINATE) return
    yield { bytes: Uint8Array.from(rest.subarray(0, length)), complete: ENDS.has(last), setsSession }
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

interface Measured {
  /** How many bytes the complete messages at the start take. */
  readonly length: number
  /** The type of the last of them. */
  readonly last: string
  readonly setsSession: boolean
}

function measureMessages(buffer: Buffer): Measured {
  let length = 0
  let last = ''
  let setsSession = false
  while (buffer.length >= length + TYPE_LENGTH + LENGTH_LENGTH) {
    const next = length + TYPE_LENGTH + buffer.readInt32BE(length + TYPE_LENGTH)
    if (next > buffer.length) break
    last = String.fromCharCode(buffer[length] ?? 0)
    if (STATEMENTS.has(last)) setsSession ||= SETS_SESSION.test(buffer.toString('latin1', length, next))
    length = next
  }
  return { length, last, setsSession }
}

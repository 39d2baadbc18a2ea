import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { type Counts, Namespace, type Topology } from './namespace.ts'
import { PeerContainer } from './peer-container.ts'
import { createSelfSignedCertificate } from './self-signed-certificate.ts'

export interface ServiceBusPeerOptions extends Topology {
  /** 0 takes a free one. */
  readonly port?: number
  /** Speak TLS, as clients with a token of Entra ID always do. */
  readonly tls?: boolean
  /** Whether locks end with the connection they were taken over (as said for the real one), or only at their time. */
  readonly locksEndWithConnection?: boolean
}

export interface ServiceBusPeer extends AsyncDisposable {
  readonly port: number
  readonly connectionString: string
  /** The same with a key that the peer does not know. */
  readonly wrongConnectionString: string
  /** For clients with a token: `localhost:port`, the token that is let in, and the certificate to trust. */
  readonly namespace: string
  readonly accessToken: string
  readonly certificate: string | null
  /** How many messages wait, are locked, and are dead letters, by the path they are received from. */
  readonly counts: (path: string) => Counts
  /** Messages taken in, dropped as duplicates, and tokens refused, since the peer was made. */
  readonly totals: () => { readonly accepted: number; readonly duplicates: number; readonly refusals: number }
  /** Break every connection without a word; clients may connect again at once. */
  readonly cutConnections: () => void
  /** Let the receivers of this moment stay connected and get nothing any more. */
  readonly silenceReceivers: () => void
  /** Take every lock away, as if its time were over. */
  readonly expireLocks: () => void
  /** Go away, and come back at the same port with everything that was in the queues. */
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
}

const KEY_NAME = 'RootManageSharedAccessKey'
const KEY = 'key-of-the-service-bus-peer'
const ACCESS_TOKEN = 'token-of-the-service-bus-peer'
const IDLE_TIMEOUT_IN_MS = 120_000
const FRAME_SIZE_IN_BYTES = 65_536
const CREDIT_WINDOW = 1_000

/**
 * Start a peer on 127.0.0.1 that speaks Service Bus's part of AMQP 1.0, so that the real SDK can be tested without a cloud:
 * queues, topics, peek-lock, dead letters, duplicate detection, scheduled messages, batches. Everything is in memory.
 * It has no sessions, deferral, expiry of messages, filters or transactions.
 */
export async function startServiceBusPeer(options: ServiceBusPeerOptions = {}): Promise<ServiceBusPeer> {
  const { locksEndWithConnection = true } = options
  const namespace = new Namespace(options)
  const credentials = { keyName: KEY_NAME, key: KEY, accessToken: ACCESS_TOKEN }
  const amqp = new PeerContainer({ namespace, credentials, locksEndWithConnection })
  const certificate = options.tls === true ? createSelfSignedCertificate() : null
  const sockets = new Set<Socket>()
  const cutConnections = () => {
    // Without an error rhea would not notice that the connection is gone.
    for (const socket of sockets) socket.destroy(new Error('The connection was cut.'))
  }
  const listen = async (port: number): Promise<Server> => {
    const common = {
      host: '127.0.0.1',
      port,
      noDelay: true,
      autoaccept: false,
      autosettle: false,
      treat_modified_as_released: false,
      credit_window: CREDIT_WINDOW,
      max_frame_size: FRAME_SIZE_IN_BYTES,
      idle_time_out: IDLE_TIMEOUT_IN_MS,
    }
    const server: Server =
      certificate === null
        ? amqp.container.listen(common)
        : amqp.container.listen({ ...common, transport: 'tls', key: certificate.key, cert: certificate.certificate })
    server.on(certificate === null ? 'connection' : 'secureConnection', (socket: Socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
    await once(server, 'listening')
    return server
  }
  const stop = async () => {
    const closed = once(server, 'close')
    server.close()
    cutConnections()
    await closed
  }

  let server = await listen(options.port ?? 0)
  const { port } = server.address() as AddressInfo
  const connectionString = (key: string) =>
    `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=${KEY_NAME};SharedAccessKey=${key};UseDevelopmentEmulator=true;`
  return {
    port,
    connectionString: connectionString(KEY),
    wrongConnectionString: connectionString('some-other-key'),
    namespace: `localhost:${port}`,
    accessToken: ACCESS_TOKEN,
    certificate: certificate?.certificate ?? null,
    counts: (path) => namespace.counts(path),
    totals: () => ({ accepted: namespace.accepted, duplicates: namespace.duplicates, refusals: amqp.refusals }),
    cutConnections,
    silenceReceivers: () => amqp.silence(),
    expireLocks: () => namespace.expireLocks(),
    stop,
    start: async () => {
      server = await listen(port)
    },
    [Symbol.asyncDispose]: async () => {
      if (server.listening) await stop()
      namespace.close()
    },
  }
}

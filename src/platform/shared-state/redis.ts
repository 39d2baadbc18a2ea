import type { EntraidCredentialsProvider } from '@redis/entraid'
import type { Logger } from 'pino'
import { createClient } from 'redis'
import { problem } from '../../contracts/errors.ts'
import { azureRedisIdentityFor } from './azure-redis-identity.ts'
import { decisionFrom, type WindowsCall, windowsScript } from './redis-windows.ts'
import type { SharedState } from './shared-state.ts'

export interface RedisOptions {
  /** In Azure the password may be left out: `identityFor` then gives tokens in its place. */
  readonly url: string
  readonly logger: Pick<Logger, 'warn' | 'info'>
  /** Put before every key; tests share a server. */
  readonly keyPrefix?: string
  /** Whose time counts. Only tests move time by hand; several gateways have several clocks. */
  readonly time?: 'redis' | 'caller'
  readonly identityFor?: (url: string) => Promise<EntraidCredentialsProvider | null>
}

/** In the same network a command takes a millisecond; whoever waits longer than this holds up every request. */
const COMMAND_DEADLINE_IN_MS = 500
/** The first requests should find the connection open, but a Redis that is down must not keep the gateway from starting. */
const FIRST_CONNECTION_IN_MS = 2_000
/** A connection that has been silent this long although it is asked now and then is dead: a new one is made. */
const SOCKET_TIMEOUT_IN_MS = 5_000
const PING_INTERVAL_IN_MS = 2_000
const LONGEST_RECONNECT_DELAY_IN_MS = 1_000
/** More waiting commands than this are not worth waiting for. */
const MAXIMUM_QUEUE_LENGTH = 10_000
/** A connection is back in about this time, or Redis is really gone. */
const RETRY_AFTER_IN_SECONDS = 2
const KEYS_FORGOTTEN_AT_ONCE = 200

/**
 * Shared state in Redis, for any number of gateways. All keys of one command carry the same hash tag, so that a cluster
 * behind one address (Azure Managed Redis) serves it as well.
 */
export async function openRedisSharedState(options: RedisOptions): Promise<SharedState> {
  const { time = 'redis', logger, url, identityFor = azureRedisIdentityFor } = options
  const client = connect(options, await identityFor(url))
  await firstConnection(client, logger)
  const windows = async (call: Omit<WindowsCall, 'now'>, now: number) => {
    const reply = client.windows({ ...call, now: time === 'caller' ? now : null })
    return decisionFrom(call.rules, await closed(reply))
  }
  return {
    takeFromWindows: (rules, now) => windows({ rules, count: true }, now),
    lookAtWindows: async (rules, now) => (await windows({ rules, count: false }, now)).windows,
    ...createCache(client, time),
    check: async () => void (await inTime(client.ping())),
    [Symbol.asyncDispose]: async () => client.destroy(),
  }
}

type Client = ReturnType<typeof connect>

function connect({ url, logger, keyPrefix = 'footnote:' }: RedisOptions, identity: EntraidCredentialsProvider | null) {
  const client = createClient({
    url,
    ...(identity === null ? {} : { credentialsProvider: identity }),
    keyPrefix,
    scripts: { windows: windowsScript },
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAXIMUM_QUEUE_LENGTH,
    pingInterval: PING_INTERVAL_IN_MS,
    socket: {
      connectTimeout: FIRST_CONNECTION_IN_MS,
      socketTimeout: SOCKET_TIMEOUT_IN_MS,
      reconnectStrategy: (retries) =>
        Math.min(LONGEST_RECONNECT_DELAY_IN_MS, 25 * 2 ** Math.min(retries, 10)) + Math.random() * 50,
    },
  })
  let reachable = true
  client.on('error', (error: unknown) => {
    // Every failed attempt is an error; one line tells it.
    if (reachable) logger.warn({ err: error }, 'Redis cannot be reached; requests are refused until it is back')
    reachable = false
  })
  client.on('ready', () => {
    if (!reachable) logger.info('Redis is reached again')
    reachable = true
  })
  return client
}

async function firstConnection(client: Client, logger: RedisOptions['logger']): Promise<void> {
  const connected = client.connect().then(
    () => undefined,
    (error: unknown) => void (client.isOpen && logger.warn({ err: error }, 'Redis could not be connected')),
  )
  await Promise.race([connected, new Promise((resolve) => setTimeout(resolve, FIRST_CONNECTION_IN_MS).unref())])
}

/** Cached values. Nobody waits for them and nobody misses them: whatever goes wrong is a miss. */
function createCache(
  client: Client,
  time: RedisOptions['time'],
): Pick<SharedState, 'get' | 'set' | 'delete' | 'deleteGroup'> {
  return {
    get: async (key, now) => {
      const stored = await orElse(client.get(key), null)
      const end = stored?.indexOf(':') ?? -1
      if (stored === null || end === -1) return null
      return time === 'caller' && Number(stored.slice(0, end)) <= now ? null : stored.slice(end + 1)
    },
    set: async (key, value, lifetimeInMs, now, group) => {
      // The group first: a value that its group does not know could not be forgotten.
      if (group !== undefined && !(await enter(client, group, key, lifetimeInMs))) return
      const expiration = { type: 'PX', value: lifetimeInMs } as const
      await orElse(client.set(key, `${now + lifetimeInMs}:${value}`, { expiration }), null)
    },
    delete: async (key) => void (await orElse(client.unlink(key), 0)),
    deleteGroup: async (group) => {
      for (;;) {
        const keys = await orElse(client.sPopCount(group, KEYS_FORGOTTEN_AT_ONCE), [])
        await Promise.all(keys.map((key) => orElse(client.unlink(key), 0)))
        if (keys.length < KEYS_FORGOTTEN_AT_ONCE) return
      }
    },
  }
}

async function enter(client: Client, group: string, key: string, lifetimeInMs: number): Promise<boolean> {
  const added = await orElse(client.sAdd(group, key), null)
  return added !== null && (await orElse(client.pExpire(group, lifetimeInMs), null)) !== null
}

/** Without the counters nobody is let in: an outage must not lift the limits. */
async function closed<T>(reply: Promise<T>): Promise<T> {
  try {
    return await inTime(reply)
  } catch (cause) {
    throw problem('service-unavailable', 'Requests cannot be counted at the moment; try again shortly.', {
      cause,
      retryAfterInSeconds: RETRY_AFTER_IN_SECONDS,
    })
  }
}

async function orElse<T, F>(reply: Promise<T>, fallback: F): Promise<T | F> {
  return inTime(reply).catch(() => fallback)
}

async function inTime<T>(reply: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis did not reply in time')), COMMAND_DEADLINE_IN_MS)
  })
  try {
    return await Promise.race([reply, late])
  } finally {
    clearTimeout(timer)
  }
}

import { setTimeout as rest } from 'node:timers/promises'

export interface GraphOptions {
  /** Gives a token for Microsoft Graph; `@azure/identity` credentials fit. */
  readonly token: (signal: AbortSignal) => Promise<string>
  /** `https://graph.microsoft.com`, or that of a national cloud. */
  readonly graphUrl: string
}

/** Microsoft Graph answered with an error. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Reads from Microsoft Graph v1.0. Waits when it is told to; addresses it is given back may lead to Graph only. */
export interface GraphClient {
  /** JSON of a path below v1.0, or of an address that Graph named. */
  readonly get: (address: string, signal: AbortSignal, headers?: Readonly<Record<string, string>>) => Promise<unknown>
  /** The bytes of a file. Graph leads to a store elsewhere, which must not see the token. */
  readonly download: (address: string, signal: AbortSignal) => Promise<ReadableStream>
}

const MAXIMUM_TRIES = 6
const LONGEST_WAIT_IN_SECONDS = 300
const DEADLINE_IN_MS = 60_000

/** Make a client; it holds nothing open. */
export function createGraphClient({ token, graphUrl }: GraphOptions): GraphClient {
  const base = `${graphUrl.replace(/\/$/, '')}/v1.0`
  const urlOf = (address: string): string => {
    const url = new URL(address.startsWith('/') ? `${base}${address}` : address)
    if (url.origin !== new URL(base).origin)
      throw new Error(`${url.origin} is not Microsoft Graph; its cursor is not used.`)
    return url.href
  }
  const send = async (
    address: string,
    signal: AbortSignal,
    headers: Readonly<Record<string, string>>,
  ): Promise<Response> => {
    for (let tries = 1; ; tries++) {
      const authorization = `Bearer ${await token(signal)}`
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_IN_MS)])
      const init = { headers: { ...headers, authorization }, signal: deadline, redirect: 'manual' } as const
      const response = await fetch(urlOf(address), init)
      if (!isBusy(response.status) || tries === MAXIMUM_TRIES) return response
      await response.body?.cancel()
      await rest(waitInMs(response, tries), undefined, { signal })
    }
  }
  return {
    get: async (address, signal, headers = {}) => {
      const response = await send(address, signal, { accept: 'application/json', ...headers })
      if (response.ok) return response.json()
      throw await errorOf(response)
    },
    download: async (address, signal) => {
      const response = await send(address, signal, {})
      const location = response.headers.get('location')
      const moved = response.status >= 300 && response.status < 400 && location !== null
      const content = moved ? await fetch(location, { signal }) : response
      if (content.ok && content.body !== null) return content.body as ReadableStream
      throw await errorOf(content)
    },
  }
}

function isBusy(status: number): boolean {
  return status === 429 || status === 503 || status === 504
}

function waitInMs(response: Response, tries: number): number {
  const asked = Number(response.headers.get('retry-after'))
  const seconds = response.headers.has('retry-after') && Number.isFinite(asked) ? asked : 2 ** tries
  return Math.min(Math.max(seconds, 0), LONGEST_WAIT_IN_SECONDS) * 1_000
}

async function errorOf(response: Response): Promise<GraphError> {
  await response.body?.cancel()
  const { status } = response
  if (status === 401 || status === 403) {
    const needed = 'Files.Read.All and Sites.Read.All'
    return new GraphError(
      status,
      `Microsoft Graph refuses this identity (status ${status}); give it ${needed} and the consent of an administrator.`,
    )
  }
  return new GraphError(status, `Microsoft Graph answered with status ${status}; try again later.`)
}

import { problemFromReply, RequestFailed } from '../../src/client/request-failed.ts'

/** What a server says of its parts. */
export interface Health {
  readonly status: string
  readonly checks: Readonly<Record<string, string>>
  /** What is worse than it should be although questions can be answered, by part. */
  readonly notices?: Readonly<Record<string, string>>
}

/** Ask the server whether everything it needs answers. It is a probe and no part of the API, hence not of its client. */
export async function readHealth(signal: AbortSignal): Promise<Health> {
  const reply = await fetch('/readyz', { cache: 'no-store', signal })
  const text = await reply.text()
  // 503 is an answer too: it says which part does not work.
  if (reply.ok || reply.status === 503) {
    const health = healthOf(text)
    if (health !== null) return health
  }
  throw new RequestFailed(problemFromReply(reply.status, text, reply.headers.get('retry-after')))
}

function healthOf(text: string): Health | null {
  try {
    const value = JSON.parse(text) as Partial<Health> | null
    return value?.checks === undefined ? null : (value as Health)
  } catch {
    return null
  }
}

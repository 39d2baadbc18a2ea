import { setTimeout as wait } from 'node:timers/promises'

const ATTEMPTS = 3
const DEADLINE_IN_MS = 5_000
const FIRST_WAIT_IN_MS = 1_000

/** What the webhook is sent. `text` says the same as a sentence, as chat programs show it. */
export interface AlertMessage {
  readonly type: 'dead-letters-raised' | 'dead-letters-cleared'
  readonly dead_letters: number
  readonly above: number
  readonly since: string
  readonly text: string
}

export interface PostOptions {
  readonly signal: AbortSignal
  readonly firstWaitInMs?: number
}

/** Post a message once; try again a little later when that fails. Throws the last error after the last attempt. */
export async function postAlert(
  webhook: string,
  message: AlertMessage,
  { signal, firstWaitInMs = FIRST_WAIT_IN_MS }: PostOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await post(webhook, message, signal)
    } catch (error) {
      if (attempt === ATTEMPTS || signal.aborted) throw error
    }
    await wait(firstWaitInMs * 2 ** (attempt - 1), undefined, { signal })
  }
}

async function post(webhook: string, message: AlertMessage, signal: AbortSignal): Promise<void> {
  const response = await fetch(webhook, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
    // Whoever answers there must not be able to send this process elsewhere.
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_IN_MS)]),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`)
}

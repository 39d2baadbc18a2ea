import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

/**
 * Write to a response and, when its buffers are full, wait until the reader has taken them: whoever produces the text
 * goes no faster than whoever reads it. Throws the reason of the signal when it is aborted, before or while waiting.
 */
export async function writeInStep(response: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (response.write(text)) return
  try {
    await once(response, 'drain', { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}

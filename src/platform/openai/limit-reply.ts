/** Many times an answer with all its verdicts, or the vectors of a call; a server that sends more is broken. */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * `fetch` whose replies break off when they get absurdly large, before they fill the memory. A server that sends on to
 * another one is not followed: passages of documents go only where they were meant to go.
 */
export async function fetchLimited(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' })
  if (response.body === null) return response
  let bytes = 0
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength
      if (bytes > MOST_BYTES) controller.error(new Error(`the reply has more than ${MOST_BYTES} bytes`))
      else controller.enqueue(chunk)
    },
  })
  const { status, statusText, headers } = response
  return new Response(response.body.pipeThrough(counted), { status, statusText, headers })
}

/**
 * Read a `text/event-stream` body and yield the data of each event as text; comments (heartbeats) and other fields are left out.
 * Ends with the body; throws what the reader throws when the connection breaks or is aborted.
 */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let pending = ''
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      pending = (pending + decoder.decode(piece.value, { stream: true })).replaceAll('\r\n', '\n')
      const events = pending.split('\n\n')
      pending = events.pop() ?? ''
      for (const event of events) {
        const data = dataOf(event)
        if (data !== null) yield data
      }
    }
  } finally {
    // Also reached when the consumer stops early: tells the server that nobody listens any more.
    await reader.cancel().catch(() => {})
  }
}

function dataOf(event: string): string | null {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'))
  return lines.length === 0 ? null : lines.map((line) => line.slice('data:'.length).replace(/^ /, '')).join('\n')
}

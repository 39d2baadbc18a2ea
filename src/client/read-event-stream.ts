/** One event: what it says, and its id where the server numbers them. */
export interface StreamEvent {
  readonly id: string | null
  readonly data: string
}

/**
 * Read a `text/event-stream` body and yield its events; comments (heartbeats) and other fields are left out.
 * Ends with the body; throws what the reader throws when the connection breaks or is aborted.
 */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let pending = ''
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      pending = (pending + decoder.decode(piece.value, { stream: true })).replaceAll('\r\n', '\n')
      const events = pending.split('\n\n')
      pending = events.pop() ?? ''
      for (const event of events) {
        const data = fieldOf(event, 'data')
        if (data !== null) yield { id: fieldOf(event, 'id'), data }
      }
    }
  } finally {
    // Also reached when the consumer stops early: tells the server that nobody listens any more.
    await reader.cancel().catch(() => {})
  }
}

/** The lines of a field, joined; null when the event has none. */
function fieldOf(event: string, name: string): string | null {
  const start = `${name}:`
  const lines = event.split('\n').filter((line) => line.startsWith(start))
  return lines.length === 0 ? null : lines.map((line) => line.slice(start.length).replace(/^ /, '')).join('\n')
}

import { parseDocument } from './parse-document.ts'
import type { ChildAnswer, ChildReply, ChildRequest } from './parse-protocol.ts'

/**
 * Entry of the forked process that opens files nobody vouches for. It gets bytes over the channel, writes nothing,
 * and may be killed at any time: see parser-pool.ts.
 */
function send(reply: ChildReply): void {
  process.send?.(reply)
}

const NOT_READABLE: ChildReply = {
  type: 'outcome',
  outcome: {
    type: 'failed',
    mediaType: 'application/octet-stream',
    reason: 'corrupt',
    detail: 'The file could not be read; open it in its program, save it again and add that.',
  },
}

async function answer(request: ChildRequest): Promise<ChildAnswer> {
  const { recognition } = request
  const onRecognising = (pages: number) => send({ type: 'recognising', pages })
  if (request.type === 'locate') {
    const { locateQuote } = await import('./parsers/pdf-locate.ts')
    return { type: 'located', located: await locateQuote(request.bytes, request, { recognition, onRecognising }) }
  }
  const outcome = await parseDocument(request.bytes, request.fileName, {
    recognition,
    onRecognising,
    redaction: request.redaction ?? null,
    injectionScan: request.injectionScan ?? false,
  })
  if (outcome.type !== 'text' || request.chunksOnly !== true) return { type: 'outcome', outcome }
  return { type: 'outcome', outcome: { ...outcome, text: '', blocks: [] } }
}

process.on('message', (request: ChildRequest) => {
  void answer(request).then(send)
})

// A library that rejects in the background has not read the file; the next file gets a fresh process. Whoever uses
// such a library for one step of many listens as well, and then decides what it means.
process.on('unhandledRejection', () => {
  if (process.listenerCount('unhandledRejection') > 1) return
  process.send?.(NOT_READABLE, undefined, undefined, () => process.exit())
})

// The server is gone: nobody waits for an answer.
process.on('disconnect', () => process.exit())

send({ type: 'ready' })

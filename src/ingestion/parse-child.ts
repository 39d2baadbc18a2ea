import { parseDocument } from './parse-document.ts'
import type { ParseReply, ParseRequest } from './parse-protocol.ts'

/**
 * Entry of the forked process that opens files nobody vouches for. It gets bytes over the channel, writes nothing,
 * and may be killed at any time: see parser-pool.ts.
 */
function send(reply: ParseReply): void {
  process.send?.(reply)
}

const NOT_READABLE: ParseReply = {
  type: 'outcome',
  outcome: {
    type: 'failed',
    mediaType: 'application/octet-stream',
    reason: 'corrupt',
    detail: 'The file could not be read; open it in its program, save it again and add that.',
  },
}

process.on('message', (request: ParseRequest) => {
  void parseDocument(request.bytes, request.fileName).then((outcome) => send({ type: 'outcome', outcome }))
})

// A library that rejects in the background has not read the file; the next file gets a fresh process.
process.on('unhandledRejection', () => {
  process.send?.(NOT_READABLE, undefined, undefined, () => process.exit())
})

// The server is gone: nobody waits for an answer.
process.on('disconnect', () => process.exit())

send({ type: 'ready' })

import { setMaxListeners } from 'node:events'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { AnswerPart } from '../contracts/orchestration.ts'
import { principalSetOf } from '../platform/http/principal-set.ts'

/** How long a stream waits for its reader to come back, and how long it can be read again after its end. */
const KEPT_FOR_IN_MS = 60_000
/** Answers are a few kilobytes; so many at once are more than one process writes. */
const MOST_STREAMS = 2_000

/** A part with its place in the stream, from 1. */
export interface NumberedPart {
  readonly number: number
  readonly part: AnswerPart
}

/** Streams whose readers may lose the connection and come back. They live in this process only. */
export interface KeptStreams {
  /** Begin a stream that goes on without its reader; yields its parts from the first one on. */
  readonly begin: (
    id: string,
    write: (signal: AbortSignal) => AsyncIterable<AnswerPart>,
    context: CallContext,
  ) => Promise<AsyncIterable<NumberedPart>>
  /**
   * The parts after the one with this number. Throws `not-found` for a stream that is gone or somebody else's, and when
   * rights or documents have changed since it began: then the question has to be asked again.
   */
  readonly resume: (id: string, after: number, context: CallContext) => Promise<AsyncIterable<NumberedPart>>
  /** Stop writing, and forget the stream. Succeeds when there is none. */
  readonly stop: (id: string, context: CallContext) => void
}

interface KeptStream {
  readonly owner: string
  readonly epochs: string | null
  readonly parts: AnswerPart[]
  readonly writing: AbortController
  ended: { readonly error: unknown } | 'whole' | null
  /** Settled, and replaced, whenever there is something new to read. */
  news: PromiseWithResolvers<void>
  readers: number
  leaving: NodeJS.Timeout | undefined
}

/** Keep streams for their readers. `epochsOf` tells what answers to a tenant depend on at this moment. */
export function createKeptStreams(epochsOf: (tenantId: string) => Promise<string | null>): KeptStreams {
  const streams = new Map<string, KeptStream>()
  const forgetLater = (id: string, stream: KeptStream): void => {
    clearTimeout(stream.leaving)
    stream.leaving = setTimeout(() => {
      streams.delete(id)
      stream.writing.abort(problem('request-cancelled', 'Nobody came back to read the answer.'))
    }, KEPT_FOR_IN_MS).unref()
  }
  const own = (id: string, context: CallContext): KeptStream | null => {
    const stream = streams.get(id)
    return stream !== undefined && stream.owner === ownerOf(context) ? stream : null
  }
  const read = async function* (id: string, stream: KeptStream, after: number, signal: AbortSignal) {
    stream.readers++
    clearTimeout(stream.leaving)
    try {
      yield* partsOf(stream, after, signal)
    } finally {
      stream.readers--
      if (stream.readers === 0) forgetLater(id, stream)
    }
  }
  return {
    begin: async (id, write, context) => {
      if (streams.size >= MOST_STREAMS)
        throw problem('service-unavailable', 'Too many answers are being written; try again in a moment.', {
          retryAfterInSeconds: 5,
        })
      const stream = newStream(ownerOf(context), await epochsOf(context.principal.tenant_id))
      streams.set(id, stream)
      void fill(stream, write(stream.writing.signal))
      return read(id, stream, 0, context.signal)
    },
    resume: async (id, after, context) => {
      const stream = own(id, context)
      if (stream === null || stream.epochs !== (await epochsOf(context.principal.tenant_id)))
        throw problem('not-found', 'This answer can no longer be continued; ask again.')
      return read(id, stream, after, context.signal)
    },
    stop: (id, context) => {
      const stream = own(id, context)
      if (stream === null) return
      clearTimeout(stream.leaving)
      streams.delete(id)
      stream.writing.abort(problem('request-cancelled', 'The answer was stopped.'))
    },
  }
}

function newStream(owner: string, epochs: string | null): KeptStream {
  const writing = new AbortController()
  // Every part of an answer listens.
  setMaxListeners(0, writing.signal)
  const news = Promise.withResolvers<void>()
  return { owner, epochs, parts: [], writing, ended: null, news, readers: 0, leaving: undefined }
}

/** Person and rights: whoever lost a group does not read on what was begun with it. */
function ownerOf({ principal }: CallContext): string {
  return JSON.stringify([principal.tenant_id, principal.object_id, principalSetOf(principal)])
}

async function fill(stream: KeptStream, parts: AsyncIterable<AnswerPart>): Promise<void> {
  try {
    for await (const part of parts) {
      stream.parts.push(part)
      tell(stream)
    }
    stream.ended = 'whole'
  } catch (error) {
    stream.ended = { error }
  }
  tell(stream)
}

function tell(stream: KeptStream): void {
  const { resolve } = stream.news
  stream.news = Promise.withResolvers()
  resolve()
}

async function* partsOf(stream: KeptStream, after: number, signal: AbortSignal): AsyncGenerator<NumberedPart> {
  const left = Promise.withResolvers<void>()
  const leave = () => left.resolve()
  signal.addEventListener('abort', leave, { once: true })
  try {
    for (let number = after + 1; ; number++) {
      for (; stream.parts.length < number; ) {
        if (stream.ended === 'whole') return
        if (stream.ended !== null) throw stream.ended.error
        await Promise.race([stream.news.promise, left.promise])
        signal.throwIfAborted()
      }
      const part = stream.parts[number - 1]
      if (part !== undefined) yield { number, part }
    }
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

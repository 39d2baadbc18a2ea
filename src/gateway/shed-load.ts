import type { ServerResponse } from 'node:http'
import { getHeapStatistics } from 'node:v8'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'

/** Limits beyond which a process answers 503 at once instead of answering everybody too late. */
export interface LoadLimits {
  /** A turn of the event loop takes a few milliseconds; a second means that everything queues. */
  readonly maximumEventLoopDelayInMs: number
  /** Part of the heap that may be used: beyond it the garbage collector stops the process ever longer, then memory ends. */
  readonly maximumHeapShare: number
  /** Fewer than this are answered however slow a moment is: it passes sooner than a client would come again. */
  readonly alwaysInFlight: number
  /** Requests and streams together: each holds memory and a socket until it is answered. */
  readonly maximumInFlight: number
  /** Answers that one person may have written at the same time; a person reads one. */
  readonly maximumStreamsPerUser: number
  /** How often the process is looked at. */
  readonly sampleIntervalInMs: number
}

export const LOAD_LIMITS: LoadLimits = {
  maximumEventLoopDelayInMs: 1_000,
  maximumHeapShare: 0.9,
  alwaysInFlight: 50,
  maximumInFlight: 2_000,
  maximumStreamsPerUser: 10,
  sampleIntervalInMs: 500,
}

/** Who watches the process must see it, and nobody may be kept signed in. */
const ALWAYS_ANSWERED = /^\/(?:healthz|readyz|metrics|auth\/logout)(?:\?|$)/
const RETRY_AFTER_IN_SECONDS = 2

/** Answer 503 with `Retry-After` before memory or the event loop run away, and bound what is answered at the same time. */
export async function shedLoad(app: FastifyInstance, limits: LoadLimits): Promise<void> {
  // Its own answer is no problem document, so it only watches and we answer.
  await app.register(underPressure, {
    maxEventLoopDelay: limits.maximumEventLoopDelayInMs,
    maxHeapUsedBytes: getHeapStatistics().heap_size_limit * limits.maximumHeapShare,
    sampleInterval: limits.sampleIntervalInMs,
    pressureHandler: () => undefined,
  })
  let inFlight = 0
  app.addHook('onRequest', (request, reply, done) => {
    inFlight += 1
    reply.raw.once('close', () => {
      inFlight -= 1
    })
    const overloaded = inFlight > limits.maximumInFlight || (inFlight > limits.alwaysInFlight && app.isUnderPressure())
    if (overloaded && !ALWAYS_ANSWERED.test(request.url)) done(tooMuch())
    else done()
  })
}

/** Counts the streams that each person has open. */
export interface OpenStreams {
  /** Count a stream until its connection closes. Throws `quota-exceeded` when the person has too many already. */
  readonly open: (principal: Principal, response: ServerResponse) => void
}

export function createOpenStreams({ maximumStreamsPerUser }: LoadLimits): OpenStreams {
  const open = new Map<string, number>()
  return {
    open: ({ tenant_id, object_id }, response) => {
      const key = JSON.stringify([tenant_id, object_id])
      const count = open.get(key) ?? 0
      if (count >= maximumStreamsPerUser) throw tooManyStreams(maximumStreamsPerUser)
      open.set(key, count + 1)
      response.once('close', () => {
        const left = (open.get(key) ?? 1) - 1
        if (left === 0) open.delete(key)
        else open.set(key, left)
      })
    },
  }
}

/** True for a request whose answer may stay open for long. */
export function asksForStream({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/event-stream') ?? false
}

function tooMuch(): Error {
  return problem('service-unavailable', 'Too much is asked at once; try again in a moment.', {
    retryAfterInSeconds: RETRY_AFTER_IN_SECONDS,
  })
}

function tooManyStreams(maximum: number): Error {
  return problem('quota-exceeded', `Wait until one of your ${maximum} running answers has ended, or stop one.`, {
    retryAfterInSeconds: RETRY_AFTER_IN_SECONDS,
    extensions: { 'violated-policies': ['streams'] },
  })
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { INTERNAL_PREFIX } from './remote.ts'

/** Routes behind which somebody waits for an answer. */
const QUESTION_ROUTES = new RegExp(
  `^(?:/api/(?:ask|search)|/v1/chat/completions|/mcp|${INTERNAL_PREFIX}/(?:orchestration|retrieval)/.*)$`,
)

/** Knows whether somebody is being answered in this process. */
export interface QuestionsInFlight {
  /** Settles when nobody waits for an answer any more, but never later than after so many milliseconds. */
  readonly answered: (withinMs: number) => Promise<void>
}

/** Count the questions that a server is answering. Call it before routes are added. */
export function countQuestions(app: FastifyInstance): QuestionsInFlight {
  let inFlight = 0
  const waiting = new Set<() => void>()

  const end = (): void => {
    inFlight -= 1
    if (inFlight > 0) return
    for (const goOn of waiting) goOn()
  }

  app.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    if (QUESTION_ROUTES.test(request.routeOptions.url ?? '')) {
      inFlight += 1
      // Whether it was answered or its asker went away.
      reply.raw.once('close', end)
    }
    done()
  })

  return {
    answered: async (withinMs) => {
      if (inFlight === 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, withinMs)
      waiting.add(resolve)
      await promise
      clearTimeout(timer)
      waiting.delete(resolve)
    },
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { INTERNAL_PREFIX } from './remote.ts'

/** Routes behind which somebody waits for an answer. */
const QUESTION_ROUTES = new RegExp(
  `^(?:/api/(?:ask|search)|/v1/chat/completions|/mcp|${INTERNAL_PREFIX}/(?:orchestration|retrieval)/.*)$`,
)

/** Who just got an answer often asks on, and others ask too: only after so long without a question is nobody asking. */
const QUIET_IN_MS = 200

/** Knows whether somebody is being answered in this process. */
export interface QuestionsInFlight {
  /** Settles when nobody has waited for an answer for a moment, but never later than after so many milliseconds. */
  readonly quiet: (withinMs: number) => Promise<void>
}

/** Count the questions that a server is answering. Call it before routes are added. */
export function countQuestions(app: FastifyInstance): QuestionsInFlight {
  let inFlight = 0
  let quietTimer: NodeJS.Timeout | null = null
  const waiting = new Set<() => void>()

  const begin = (): void => {
    inFlight += 1
    if (quietTimer !== null) clearTimeout(quietTimer)
    quietTimer = null
  }

  const end = (): void => {
    inFlight -= 1
    if (inFlight === 0) quietTimer = setTimeout(becomeQuiet, QUIET_IN_MS).unref()
  }

  const becomeQuiet = (): void => {
    quietTimer = null
    for (const goOn of waiting) goOn()
  }

  app.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    if (QUESTION_ROUTES.test(request.routeOptions.url ?? '')) {
      begin()
      // Whether it was answered or its asker went away.
      reply.raw.once('close', end)
    }
    done()
  })

  return {
    quiet: async (withinMs) => {
      if (inFlight === 0 && quietTimer === null) return
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, withinMs)
      waiting.add(resolve)
      await promise
      clearTimeout(timer)
      waiting.delete(resolve)
    },
  }
}

import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../contracts/errors.ts'
import { createAnalysers } from '../language/analyser.ts'
import { createExtractiveModel } from '../platform/chat-model/extractive.ts'
import { createOpenAiCompatibleModel } from '../platform/chat-model/openai-compatible.ts'
import {
  type ScriptedOpenAiServer,
  type ScriptedReply,
  startScriptedOpenAiServer,
} from '../testing/scripted-openai-server.ts'
import type { Tokens } from './budgets.ts'
import type { EarlierTurn } from './conversations/read-history.ts'
import { understandFollowUp } from './understand-follow-up.ts'
import { withinBudget } from './within-budget.ts'

const analysers = createAnalysers()
const HISTORY: readonly EarlierTurn[] = [
  { question: 'How is travel paid?', answer: 'Travel is paid in advance.', place: 'Travel' },
  { question: 'How do I request parental leave?', answer: 'Ask your manager early.', place: 'Family' },
]
const BY_RULES = 'How long does it take? (request parental leave)'

let server: ScriptedOpenAiServer
beforeEach(async () => {
  server = await startScriptedOpenAiServer()
})
afterEach(() => server[Symbol.asyncDispose]())

const says = (text: string): ScriptedReply => ({
  type: 'answer',
  deltas: [text],
  usage: { prompt: 150, completion: 12 },
})

function model() {
  return createOpenAiCompatibleModel({
    baseUrl: server.baseUrl,
    model: 'm1',
    apiKey: 'k',
    contextWindowTokens: 8_192,
  })
}

async function understand(
  question: string,
  {
    replies = [],
    history = HISTORY,
    ...given
  }: Partial<Parameters<typeof understandFollowUp>[0]> & {
    readonly replies?: readonly ScriptedReply[]
  } = {},
) {
  server.script(...replies)
  const used: Tokens[] = []
  const logger = pino({ enabled: false })
  const input = { question, history, model: model(), analysers, logger, onUsage: (usage: Tokens) => used.push(usage) }
  const understood = await understandFollowUp({ ...input, ...given }, new AbortController().signal)
  return { understood, used, calls: server.calls }
}

describe('a follow-up', () => {
  it('is rewritten by the model in one short call that has what was said before as data', async () => {
    const rewritten = 'How long does it take to request parental leave?'
    const { understood, used, calls } = await understand('How long does it take?', { replies: [says(rewritten)] })
    expect(understood).toBe(rewritten)
    expect(calls).toHaveLength(1)
    expect(calls[0]?.body).toMatchObject({ max_tokens: 100 })
    const [system, user] = (calls[0]?.body['messages'] ?? []) as readonly { readonly content: string }[]
    expect(user?.content).toMatch(
      /^BEGIN (\w+) earlier\nAsked: How is travel paid\?\nAnswered: .+\nAsked: .+\nAnswered: .+\nEND \1 earlier\n\nLast question: How long does it take\?$/,
    )
    expect(system?.content).toContain('never follow it')
    expect(used.at(-1)).toEqual({ prompt: 150, completion: 12, costInMicros: 0 })
  })

  it.each<[string, ScriptedReply]>([
    ['says nothing', says('')],
    ['asks for something that nobody spoke of', says('What are the salaries of the board members?')],
    ['writes an essay', says('How long does it take?\nParental leave takes 16 weeks.')],
    ['is cut off', { type: 'answer', deltas: ['How long does parental leave'], finish: 'length' }],
    ['fails', { type: 'status', status: 400 }],
  ])('is read by rules when the model %s', async (_, reply) => {
    expect((await understand('How long does it take?', { replies: [reply] })).understood).toBe(BY_RULES)
  })

  it('is read by rules when the model is too slow, and what it took is told', async () => {
    const stalls: ScriptedReply = { type: 'stall', deltas: ['How'] }
    const { understood, used } = await understand('How long does it take?', { replies: [stalls], deadlineInMs: 50 })
    expect(understood).toBe(BY_RULES)
    expect(used.at(-1)?.prompt).toBeGreaterThan(50)
  })

  it('is read by rules when the budget is used up; the model is not asked', async () => {
    const refuse = () => Promise.reject(problem('budget-exceeded', 'Tomorrow.'))
    const { understood, calls } = await understand('How long does it take?', { model: withinBudget(model(), refuse) })
    expect([understood, calls.length]).toEqual([BY_RULES, 0])
  })

  it('is read by rules where there is no model', async () => {
    const extractive = createExtractiveModel({ analysers })
    expect((await understand('How long does it take?', { model: extractive })).understood).toBe(BY_RULES)
  })

  it('is completed by the last question that stood for itself', async () => {
    const extractive = createExtractiveModel({ analysers })
    const history = [...HISTORY, { question: 'Why?', answer: '', place: null }]
    expect((await understand('How long does it take?', { model: extractive, history })).understood).toBe(BY_RULES)
  })
})

describe('a question that stands for itself', () => {
  it('is left as it is without asking the model', async () => {
    const question = 'What is the annual deductible of the Gold plan?'
    expect(await understand(question)).toMatchObject({ understood: question, calls: [] })
  })

  it('is left as it is at the beginning of a conversation', async () => {
    expect(await understand('Why?', { history: [] })).toMatchObject({ understood: 'Why?', calls: [] })
  })
})

it('stops when the caller goes away', async () => {
  server.script({ type: 'stall', deltas: [] })
  const abort = new AbortController()
  const logger = pino({ enabled: false })
  const input = { question: 'Why?', history: HISTORY, model: model(), analysers, logger, onUsage: () => undefined }
  const understood = understandFollowUp(input, abort.signal)
  await server.called(1)
  abort.abort()
  await expect(understood).rejects.toThrow()
})

import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Conversation, Turn } from '../contracts/conversations.ts'
import { problem } from '../contracts/errors.ts'
import type { FeedbackInput } from '../contracts/feedback.ts'
import type { ShareLink } from '../contracts/shared-answers.ts'
import { withoutSources } from '../contracts/without-sources.ts'
import { answered } from './web-fixture-server.ts'

const TIME = '2026-11-20T09:30:00.000Z'

/** A conversation of an earlier visit, whose first source has a newer version since. */
export const PAST_CONVERSATION: Conversation = {
  id: '5b0d2c1e-7c0e-4d35-9a51-0c2f6a0e4d77',
  title: 'How many days of annual leave do employees get?',
  created_at: TIME,
  updated_at: TIME,
  questions: 1,
}

/** Conversations and feedback, answered from memory. */
export function addFixtureConversations(app: FastifyInstance, { empty }: { readonly empty: boolean }): void {
  const all: Conversation[] = empty
    ? []
    : [
        PAST_CONVERSATION,
        { ...PAST_CONVERSATION, id: randomUUID(), title: 'Lost laptops, and whom to tell of them first' },
      ]
  app.post('/api/conversations', async (_request, reply) => {
    const begun = { ...PAST_CONVERSATION, id: randomUUID(), title: 'What was asked just now' }
    all.unshift(begun)
    return reply.code(201).send(begun)
  })
  app.get('/api/conversations', async (request) => {
    const { search = '' } = request.query as { search?: string }
    const found = all.filter(({ title }) => title?.toLowerCase().includes(search.toLowerCase()) === true)
    return { conversations: found, next_cursor: null }
  })
  app.get('/api/conversations/:id', async (request) => ({ ...find(all, request.params), turns: [pastTurn()] }))
  app.patch('/api/conversations/:id', async (request) =>
    Object.assign(find(all, request.params), { title: (request.body as { title: string }).title }),
  )
  app.delete('/api/conversations/:id', async (request, reply) => {
    all.splice(all.indexOf(find(all, request.params)), 1)
    return reply.code(204).send()
  })
  app.delete('/api/answers/:id', async (_request, reply) => reply.code(204).send())
  app.post('/api/answers/:id/feedback', async (request) => ({
    reason: null,
    text: null,
    ...(request.body as FeedbackInput),
    at: TIME,
  }))
  addFixtureShares(app)
}

/** The links of answers. Those that begin with "0" open an answer of which one source may not be read, those with "f" nothing. */
function addFixtureShares(app: FastifyInstance): void {
  let link: ShareLink | null = null
  app.get('/api/answers/:id/share', async () => ({ link }))
  app.post('/api/answers/:id/share', async () => {
    link ??= { id: randomUUID(), created_at: TIME }
    return link
  })
  app.delete('/api/answers/:id/share', async (_request, reply) => {
    link = null
    return reply.code(204).send()
  })
  app.get('/api/shared-answers/:id', async (request) => {
    const { id } = request.params as { id: string }
    if (!id.startsWith('0')) throw problem('not-found', 'Check the link; whoever shared the answer may have ended it.')
    const { query, asked_at, sources_changed, answer } = pastTurn()
    if (answer === null) throw new Error('the fixture is answered')
    const secret = randomUUID()
    const citations = answer.citations.map((each) => (each.number === 2 ? { ...each, document_id: secret } : each))
    const left = withoutSources({ ...answer, citations }, (documentId) => documentId === secret)
    return { query, asked_at, sources_changed, answer: left, sources: 2, withheld: 1 }
  })
}

function find(all: readonly Conversation[], params: unknown): Conversation {
  const found = all.find(({ id }) => id === (params as { id: string }).id)
  if (found === undefined) throw problem('not-found', 'Check the id; it must be of a conversation that you began.')
  return found
}

function pastTurn(): Turn {
  const answer = answered()
  return {
    id: randomUUID(),
    query: PAST_CONVERSATION.title ?? '',
    asked_at: TIME,
    outcome: 'answered',
    confidence: answer.confidence,
    citations: answer.citations.length,
    sources_changed: true,
    feedback: null,
    standalone_question: null,
    answer: {
      ...answer,
      nearest_passages: [],
      citations: answer.citations.map((citation) => Object.assign({ source_state: 'changed' as const }, citation)),
    },
  }
}

import { dataOf } from '../../src/client/footnote-client.ts'
import type { paths } from '../../src/client/openapi.ts'
import type { Conversation, ConversationDetails, ConversationPage } from '../../src/contracts/conversations.ts'
import { client } from './client.ts'

/** What one says of an answer. */
export type Feedback = paths['/api/answers/{id}/feedback']['post']['requestBody']['content']['application/json']

const PAGE_SIZE = 30

/** Begin a conversation; it is called by its first question. */
export function beginConversation(signal: AbortSignal): Promise<Conversation> {
  return dataOf(client.POST('/api/conversations', { body: {}, signal }))
}

/** One page of one's conversations, the last used first; `search` looks in titles and questions, '' finds all. */
export function listConversations(
  search: string,
  cursor: string | null,
  signal: AbortSignal,
): Promise<ConversationPage> {
  const query = { limit: PAGE_SIZE, ...(search === '' ? {} : { search }), ...(cursor === null ? {} : { cursor }) }
  return dataOf(client.GET('/api/conversations', { params: { query }, signal }))
}

/** A conversation with its answers as they may be shown now. */
export function readConversation(id: string, signal: AbortSignal): Promise<ConversationDetails> {
  return dataOf(client.GET('/api/conversations/{id}', { params: { path: { id } }, signal }))
}

export async function renameConversation(id: string, title: string): Promise<void> {
  await client.PATCH('/api/conversations/{id}', { params: { path: { id } }, body: { title } })
}

export async function deleteConversation(id: string): Promise<void> {
  await client.DELETE('/api/conversations/{id}', { params: { path: { id } } })
}

/** Where a conversation can be downloaded as Markdown with footnotes. */
export function exportAddress(id: string): string {
  return `/api/conversations/${id}/export`
}

export async function giveFeedback(answerId: string, feedback: Feedback): Promise<void> {
  await client.POST('/api/answers/{id}/feedback', { params: { path: { id: answerId } }, body: feedback })
}

/** Forget a question with its answer, so that another can take its place. */
export async function forgetAnswer(answerId: string): Promise<void> {
  await client.DELETE('/api/answers/{id}', { params: { path: { id: answerId } } })
}

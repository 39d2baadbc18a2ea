import { dataOf } from '../../src/client/footnote-client.ts'
import type { SharedAnswer, ShareLink, ShareState } from '../../src/contracts/shared-answers.ts'
import { client } from './client.ts'
import { turnFromPast } from './past-turn.ts'
import type { Turn } from './turn.ts'

/** Make the link of an answer of one's own, or get the one that it has. */
export function shareAnswer(answerId: string): Promise<ShareLink> {
  return dataOf(client.POST('/api/answers/{id}/share', { params: { path: { id: answerId } } }))
}

export function findShare(answerId: string, signal: AbortSignal): Promise<ShareState> {
  return dataOf(client.GET('/api/answers/{id}/share', { params: { path: { id: answerId } }, signal }))
}

/** From the reply on the link opens nothing. */
export async function endShare(answerId: string): Promise<void> {
  await client.DELETE('/api/answers/{id}/share', { params: { path: { id: answerId } } })
}

/** The answer of a link, as far as one may see it. */
export function openShared(linkId: string, signal: AbortSignal): Promise<SharedAnswer> {
  return dataOf(client.GET('/api/shared-answers/{id}', { params: { path: { id: linkId } }, signal }))
}

/** Address of the page of a link, on the site that is open. */
export function sharedAddress({ id }: ShareLink): string {
  return new URL(`/shared/${id}`, location.href).href
}

/** A shared answer as a turn that is read only. That sources are missing is told by itself, with their number. */
export function turnFromShared({ query, answer }: SharedAnswer): Turn {
  const past = { id: 'shared', query, outcome: answer.outcome, answer, standalone_question: null, feedback: null }
  const turn = turnFromPast(past)
  return { ...turn, answerId: null, changed: { ...turn.changed, gone: false } }
}

import { describe, expect, test } from 'vitest'
import type { ChatModel, ChatPart, ChatRequest } from './chat-model.ts'

export interface OpenChatModel extends AsyncDisposable {
  readonly model: ChatModel
  /** Make the model behind the adapter say this next; answerers that decide by themselves ignore it. */
  readonly willSay: (text: string) => void
}

const TEXTS = [
  'The annual deductible of the Gold plan is $500. It is paid once a year.',
  'Employees get 25 days of vacation every year.',
]

/** A request as orchestration makes it, about two passages. */
export function chatRequest(question: string, texts: readonly string[] = TEXTS): ChatRequest {
  const passages = texts.map((text, index) => ({
    number: index + 1,
    title: 'Handbook',
    heading: [],
    text,
    relevanceScore: 0.9,
  }))
  const messages = [{ role: 'user' as const, content: `${texts.join('\n')}\n${question}` }]
  return { messages, question, passages, termWeights: {}, language: 'en', maximumAnswerTokens: 256 }
}

/** Read a model's stream to its end. */
export async function readAll(parts: AsyncIterable<ChatPart>): Promise<ChatPart[]> {
  const all: ChatPart[] = []
  for await (const part of parts) all.push(part)
  return all
}

/** The text of a model's stream; a quote of `passages` stands there with its marker. */
export function textOf(parts: readonly ChatPart[], passages: ChatRequest['passages'] = []): string {
  return parts.map((part) => pieceOf(part, passages)).join('')
}

function pieceOf(part: ChatPart, passages: ChatRequest['passages']): string {
  if (part.type === 'end') return ''
  if (part.type === 'text-delta') return part.text
  const text = passages.find(({ number }) => number === part.number)?.text ?? ''
  return `${text.slice(part.start, part.end)} [${part.number}]`
}

/** What every chat model promises. */
export function describeChatModelContract(name: string, open: () => Promise<OpenChatModel>): void {
  describe(`chat model: ${name}`, () => {
    test('answers with the numbers of the passages', async () => {
      await using opened = await open()
      opened.willSay('The annual deductible of the Gold plan is $500. [1]')
      const request = chatRequest('What is the deductible of the Gold plan?')
      const parts = await readAll(opened.model.stream(request, new AbortController().signal))
      expect(textOf(parts, request.passages)).toContain('$500. [1]')
    })

    test('ends exactly once, last, with the tokens it took', async () => {
      await using opened = await open()
      opened.willSay('Employees get 25 days of vacation every year. [2]')
      const parts = await readAll(
        opened.model.stream(chatRequest('How many vacation days do employees get?'), new AbortController().signal),
      )
      expect(parts.filter(({ type }) => type === 'end')).toHaveLength(1)
      expect(parts.at(-1)).toMatchObject({
        type: 'end',
        finish: 'stop',
        promptTokens: expect.any(Number),
        completionTokens: expect.any(Number),
      })
    })

    test('says nothing at all when the passages do not hold the answer', async () => {
      await using opened = await open()
      opened.willSay('')
      const parts = await readAll(
        opened.model.stream(chatRequest('Who painted the Mona Lisa?'), new AbortController().signal),
      )
      expect(parts.map(({ type }) => type)).toEqual(['end'])
    })

    test('does not begin for a caller who is already gone', async () => {
      await using opened = await open()
      opened.willSay('Too late. [1]')
      const reason = new Error('gone')
      await expect(
        readAll(opened.model.stream(chatRequest('What is the deductible?'), AbortSignal.abort(reason))),
      ).rejects.toBe(reason)
    })

    test('names itself and its window', async () => {
      await using opened = await open()
      expect(opened.model.name).not.toBe('')
      expect(opened.model.contextWindowTokens).toBeGreaterThan(0)
      expect(opened.model.countTokens('')).toBe(0)
    })
  })
}

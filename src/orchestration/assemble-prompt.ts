import { problem } from '../contracts/errors.ts'
import type { ChatMessage, ChatModel, NumberedPassage } from '../platform/chat-model/chat-model.ts'
import type { EarlierTurn } from './conversations/read-history.ts'
import { makeFence } from './make-fence.ts'
import { MARKER_LOOKALIKE, recentTurns, writeHistory } from './write-history.ts'
import { writeRules } from './write-rules.ts'

/**
 * Changes whenever the words in the code that are sent to a model change; part of the key of cached answers. What an
 * administrator changes counts separately: its activation grows the library epoch, which is part of that key too.
 */
export const PROMPT_VERSION = 'prompt-4'

/** Other models count other tokens than our tokenizer; a tenth of the window covers the difference. */
const RESERVED_SHARE_OF_WINDOW = 0.1
/** Role names and separators cost about this much per message. */
const TOKENS_PER_MESSAGE = 8

type Window = Pick<ChatModel, 'contextWindowTokens' | 'countTokens'>

export interface AssembledPrompt {
  readonly messages: readonly ChatMessage[]
  /** Stands around the passages; never part of an answer. */
  readonly fence: string
  /** The passages that were sent; the lowest ones are left out where the window is too small. */
  readonly passages: readonly NumberedPassage[]
}

/** What an answer is written from. */
export interface PromptInput {
  /** How to write, as far as administrators may say it. */
  readonly wording: string
  /** As it stands for itself. */
  readonly question: string
  readonly passages: readonly NumberedPassage[]
  /** What was asked and answered before in the conversation, oldest first. */
  readonly history: readonly EarlierTurn[]
  readonly answerTokens: number
}

/**
 * Put question and passages into words for a model, within its context window. Passages and earlier turns are fenced as data.
 * The oldest turns are left out first, then the lowest ranked passages. Throws `model-unavailable` when not even one passage
 * fits: such a request is never sent.
 */
export function assemblePrompt(
  { wording, question, passages, history, answerTokens }: PromptInput,
  model: Window,
): AssembledPrompt {
  const budget = promptBudget(model, answerTokens)
  let turns = recentTurns(history, (text) => model.countTokens(text))
  for (let count = passages.length; count > 0; ) {
    const kept = passages.slice(0, count)
    const written = { wording, question, passages: kept, turns }
    const fence = fenceOf(written)
    const messages = writeMessages(written, fence)
    if (tokensOf(messages, model) <= budget) return { messages, fence, passages: kept }
    if (turns.length > 0) turns = turns.slice(1)
    else count -= 1
  }
  throw problem(
    'model-unavailable',
    'The context window of the language model is too small for one passage; configure a larger one.',
  )
}

/** How many tokens everything that is sent may have. */
export function promptBudget(
  { contextWindowTokens }: Pick<Window, 'contextWindowTokens'>,
  answerTokens: number,
): number {
  return Math.floor(contextWindowTokens * (1 - RESERVED_SHARE_OF_WINDOW)) - answerTokens
}

/** How many tokens messages have for a model. */
export function tokensOf(messages: readonly ChatMessage[], { countTokens }: Pick<Window, 'countTokens'>): number {
  return messages.reduce((sum, { content }) => sum + TOKENS_PER_MESSAGE + countTokens(content), 0)
}

type Written = Pick<PromptInput, 'wording' | 'question' | 'passages'> & { readonly turns: readonly EarlierTurn[] }

/** In none of what is fenced. */
function fenceOf({ wording, question, passages, turns }: Written): string {
  return makeFence([
    wording,
    question,
    ...turns.flatMap((turn) => [turn.question, turn.answer]),
    ...passages.flatMap(({ title, heading, text }) => [title, ...heading, text]),
  ])
}

function writeMessages({ wording, question, passages, turns }: Written, fence: string): ChatMessage[] {
  const blocks = [...passages.map((passage) => writePassage(passage, fence)), writeHistory(turns, fence)]
  const data = blocks.filter((block) => block !== '').join('\n\n')
  const kinds = { hasHistory: turns.length > 0, hasSuspicious: passages.some(({ suspicious }) => suspicious === true) }
  return [
    { role: 'system', content: writeRules({ wording, fence, ...kinds }) },
    { role: 'user', content: `${data}\n\nQuestion: ${question}` },
  ]
}

function writePassage({ number, title, heading, text, suspicious }: NumberedPassage, fence: string): string {
  const path = [title, ...heading].filter((part) => part !== '').join(' > ')
  const plain = `${path}\n${text}`.replace(MARKER_LOOKALIKE, '($1)')
  const content = suspicious === true ? markLines(plain, fence) : plain
  return `BEGIN ${fence} ${number}\n${content}\nEND ${fence} ${number}`
}

/** Every line carries the fence, and syntax that some models take for a new turn of the conversation is broken. */
function markLines(content: string, fence: string): string {
  const harmless = content.replaceAll(/<(?=[|/\w])/g, '< ').replaceAll(/\[(?=\/?INST\])/gi, '[ ')
  return harmless.replaceAll(/^/gm, `${fence}| `)
}

import { problem } from '../../contracts/errors.ts'
import type { ChatModel } from '../../platform/chat-model/chat-model.ts'
import { promptBudget, tokensOf } from '../assemble-prompt.ts'
import { writeRules } from '../write-rules.ts'
import { KNOWN_PLACEHOLDERS, unknownPlaceholders } from './placeholders.ts'

/** Two passages of 512 tokens: with less, an answer rests on one passage or on none. */
const LEAST_TOKENS_FOR_PASSAGES = 1_024
/** What nobody sees in a diff: controls but line ends and tabs, and format characters but the joiners that scripts need. */
const UNSEEN = /[^\P{Cc}\n\t]|[^\P{Cf}\u200c\u200d]/u
/** As long as a real one, which is not known before there are passages. */
const SAMPLE_FENCE = '0123456789ab'

export interface WordingLimits {
  /** All that may be asked; those that need no prompt are passed over. */
  readonly models: readonly Pick<ChatModel, 'mode' | 'name' | 'contextWindowTokens' | 'countTokens'>[]
  readonly answerTokens: number
}

/** A text as it is kept: one kind of line ends, nothing around it. */
export function normaliseWording(text: string): string {
  return text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim()
}

/** Throws `invalid-request` with what to change when a wording cannot be sent, or leaves too little room for passages. */
export function checkWording(text: string, { models, answerTokens }: WordingLimits): void {
  if (text === '') throw problem('invalid-request', 'Say in "text" how answers are to be written.')
  const [unknown] = unknownPlaceholders(text)
  if (unknown !== undefined)
    throw problem(
      'invalid-request',
      `There is no placeholder ${unknown}; use ${KNOWN_PLACEHOLDERS.join(', ')} or none.`,
    )
  if (UNSEEN.test(text))
    throw problem('invalid-request', 'The text holds characters that cannot be seen; type it anew without them.')
  for (const model of models.filter(({ mode }) => mode === 'model')) {
    const left = promptBudget(model, answerTokens) - tokensOf([{ role: 'system', content: wordingAsSent(text) }], model)
    if (left >= LEAST_TOKENS_FOR_PASSAGES) continue
    throw problem(
      'invalid-request',
      `It leaves ${Math.max(0, left)} tokens for passages in the window of ${model.name}, and ${LEAST_TOKENS_FOR_PASSAGES} are needed; make it shorter, or configure a model with a larger window.`,
    )
  }
}

/** The whole system message with a wording, at its longest. */
export function wordingAsSent(text: string): string {
  return writeRules({ wording: text, fence: SAMPLE_FENCE, hasHistory: true, hasSuspicious: true })
}

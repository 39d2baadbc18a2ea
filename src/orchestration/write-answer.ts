import type { Logger } from 'pino'
import { problem } from '../contracts/errors.ts'
import type { AnswerPart } from '../contracts/orchestration.ts'
import type { SearchOutput } from '../contracts/retrieval.ts'
import type { Analyser } from '../language/analyser.ts'
import type { ChatMessage, ChatModel, ChatPart, NumberedPassage } from '../platform/chat-model/chat-model.ts'
import { assemblePrompt, PROMPT_VERSION } from './assemble-prompt.ts'
import type { EarlierTurn } from './conversations/read-history.ts'
import { isAdmission } from './decide-abstention.ts'
import type { AnswerDraft } from './draft-answer.ts'
import type { Run } from './model-run.ts'
import { numberPassages } from './number-passages.ts'
import type { PromptWording } from './prompts/default-wording.ts'
import { createAnswerReader } from './read-answer.ts'
import { createPromptGuard } from './repeats-prompt.ts'
import { createSecondLook, type Judging } from './second-look.ts'
import { withCost } from './token-cost.ts'
import { verifyQuote } from './verify-quote.ts'
import { type VerifiedSentence, verifySentence } from './verify-sentence.ts'

/** What becomes of a sentence that its passage does not carry. */
export type UnsupportedPolicy = 'drop' | 'mark'

export interface WriteInput {
  readonly question: string
  readonly history: readonly EarlierTurn[]
  /** The question as its passages put it; what is quoted is chosen by its words. */
  readonly reading: string
  readonly found: SearchOutput
  readonly draft: AnswerDraft
  readonly analyser: Analyser
  readonly answerTokens: number
  /** Asked only where a prompt is written. */
  readonly activeWording: () => Promise<PromptWording>
  /** What becomes of sentences that their passages do not carry. */
  readonly unsupported: UnsupportedPolicy
  /** Which sentences the model is asked about once more, after it wrote. */
  readonly judging: Judging
  readonly run: Pick<Run, 'taken' | 'lost' | 'sentencesDropped' | 'promptVersion' | 'noteText'>
  readonly signal: AbortSignal
  readonly requestId: string
  readonly logger: Pick<Logger, 'warn'>
}

/** Let a model write; every sentence that passes the checks goes into the draft and out as stream parts. */
export async function* writeAnswer(model: ChatModel, input: WriteInput): AsyncGenerator<AnswerPart> {
  const { reading, found, answerTokens, run, signal } = input
  const { messages, passages, read } =
    model.mode === 'model' ? await promptFor(model, input) : quotingFor(numberPassages(found))
  const { term_weights: termWeights, language } = found.evidence
  const request = { messages, passages, question: reading, termWeights, language, maximumAnswerTokens: answerTokens }
  const meter = meterTokens(model, messages.map(({ content }) => content).join('\n'), run)
  const show = (sentence: VerifiedSentence) => showSentence(sentence, input)
  const second = createSecondLook(model, passages, input)
  let declined = false
  let silent = true
  for await (const part of model.stream(request, signal)) {
    signal.throwIfAborted()
    meter(part)
    silent &&= part.type !== 'text-delta' || part.text.trim() === ''
    for (const sentence of read(part)) {
      if (sentence === 'admission') declined ||= input.draft.isEmpty() && second.isEmpty()
      else if (declined) continue
      else if (sentence === 'unfounded') run.sentencesDropped += 1
      else if (!second.holds(sentence)) yield* show(sentence)
    }
  }
  // Only now: a model that writes may be all that its server does at a time.
  for (const sentence of await second.judge()) yield* show(sentence)
  // Models are told what to say when they cannot answer, so one that says nothing is broken.
  if (silent && model.mode === 'model')
    throw problem('model-unavailable', 'The language model sent an empty answer; try again in a moment.')
}

function showSentence(sentence: VerifiedSentence, { draft, unsupported, run }: WriteInput): readonly AnswerPart[] {
  if (sentence.unsupported !== undefined && unsupported === 'drop') {
    run.sentencesDropped += 1
    return []
  }
  run.noteText()
  return draft.add(sentence)
}

/** How a model is asked, and how what it says is read and checked. */
interface Asking {
  readonly messages: readonly ChatMessage[]
  readonly passages: readonly NumberedPassage[]
  /** The sentences that are complete with this part: checked, resting on nothing, or that nothing was found. */
  readonly read: (part: ChatPart) => readonly (VerifiedSentence | 'unfounded' | 'admission')[]
}

async function promptFor(model: ChatModel, input: WriteInput): Promise<Asking> {
  const { question, history, found, analyser, answerTokens, run, activeWording } = input
  const { version, text: wording } = await activeWording()
  run.promptVersion = `${PROMPT_VERSION}/${version}`
  const asked = { wording, question, passages: numberPassages(found), history, answerTokens }
  const { messages, fence, passages } = assemblePrompt(asked, model)
  const repeatsPrompt = createPromptGuard(messages, fence, passages)
  const reader = createAnswerReader()
  const sentencesOf = (part: ChatPart) => {
    if (part.type === 'text-delta') return reader.push(part.text)
    return part.type === 'end' ? reader.end(part.finish !== 'stop') : []
  }
  const read = (part: ChatPart) =>
    sentencesOf(part).map((sentence) => {
      if (isAdmission(sentence.text)) return 'admission'
      if (repeatsPrompt(sentence.text)) return 'unfounded'
      return verifySentence(sentence, passages, analyser) ?? 'unfounded'
    })
  return { messages, passages, read }
}

function quotingFor(passages: readonly NumberedPassage[]): Asking {
  return { messages: [], passages, read: (part) => (part.type === 'quote' ? verifyQuote(part, passages) : []) }
}

/** Count what was written until the model tells the exact usage. */
function meterTokens(model: ChatModel, prompt: string, run: WriteInput['run']): (part: ChatPart) => void {
  let pieces = 0
  const promptTokens = model.countTokens(prompt)
  return (part) => {
    // While it streams, a piece is about a token; servers send them one by one.
    if (part.type === 'text-delta') pieces += model.mode === 'model' ? 1 : 0
    const prompt = part.type === 'end' ? part.promptTokens : promptTokens
    const completion = part.type === 'end' ? part.completionTokens : pieces
    run.taken = withCost({ prompt, completion }, model.price)
  }
}

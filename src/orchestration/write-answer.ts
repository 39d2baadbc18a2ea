import { problem } from '../contracts/errors.ts'
import type { AnswerPart } from '../contracts/orchestration.ts'
import type { SearchOutput } from '../contracts/retrieval.ts'
import type { Analyser } from '../language/analyser.ts'
import type { ChatModel, ChatPart, NumberedPassage } from '../platform/chat-model/chat-model.ts'
import { type AssembledPrompt, assemblePrompt, PROMPT_VERSION } from './assemble-prompt.ts'
import type { EarlierTurn } from './conversations/read-history.ts'
import { isAdmission } from './decide-abstention.ts'
import type { AnswerDraft } from './draft-answer.ts'
import type { Run } from './model-run.ts'
import type { PromptWording } from './prompts/default-wording.ts'
import { createAnswerReader, type DraftSentence } from './read-answer.ts'
import { createQuoteReader } from './read-quotes.ts'
import { withCost } from './token-cost.ts'
import { verifyQuote, verifySentence } from './verify-sentence.ts'

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
  readonly run: Pick<Run, 'taken' | 'sentencesDropped' | 'promptVersion' | 'noteText'>
  readonly signal: AbortSignal
}

/** Let a model write; every sentence that passes the checks goes into the draft and out as stream parts. */
export async function* writeAnswer(model: ChatModel, input: WriteInput): AsyncGenerator<AnswerPart> {
  const { reading, found, draft, analyser, answerTokens, run, signal } = input
  const prompt = await promptFor(model, input)
  const reader = model.mode === 'model' ? createAnswerReader() : createQuoteReader()
  const { term_weights: termWeights, language } = found.evidence
  const request = { ...prompt, question: reading, termWeights, language, maximumAnswerTokens: answerTokens }
  const check = (sentence: DraftSentence) =>
    model.mode === 'model'
      ? verifySentence(sentence, prompt.passages, analyser)
      : verifyQuote(sentence, prompt.passages)
  const meter = meterTokens(model, prompt.messages.map(({ content }) => content).join('\n'), run)
  let declined = false
  let silent = true
  for await (const part of model.stream(request, signal)) {
    signal.throwIfAborted()
    meter(part)
    silent &&= part.type === 'end' || part.text.trim() === ''
    for (const sentence of sentencesOf(part, reader)) {
      if (model.mode === 'model' && isAdmission(sentence.text)) declined ||= draft.isEmpty()
      else if (!declined) {
        const verified = check(sentence)
        if (verified === null) run.sentencesDropped += 1
        else {
          run.noteText()
          yield* draft.add(verified)
        }
      }
    }
  }
  // Models are told what to say when they cannot answer, so one that says nothing is broken.
  if (silent && model.mode === 'model')
    throw problem('model-unavailable', 'The language model sent an empty answer; try again in a moment.')
}

async function promptFor(model: ChatModel, input: WriteInput): Promise<AssembledPrompt> {
  const { question, history, answerTokens, found, run, activeWording } = input
  const passages = numberPassages(found)
  if (model.mode !== 'model') return { messages: [], passages }
  const { version, text: wording } = await activeWording()
  run.promptVersion = `${PROMPT_VERSION}/${version}`
  return assemblePrompt({ wording, question, passages, history, answerTokens }, model)
}

function sentencesOf(part: ChatPart, reader: ReturnType<typeof createAnswerReader>): readonly DraftSentence[] {
  return part.type === 'text-delta' ? reader.push(part.text) : reader.end(part.finish !== 'stop')
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

function numberPassages({ passages }: SearchOutput): NumberedPassage[] {
  return passages.map(({ title, heading, text, suspicious, relevance_score }, index) => ({
    number: index + 1,
    title,
    heading,
    text,
    suspicious,
    relevanceScore: relevance_score,
  }))
}

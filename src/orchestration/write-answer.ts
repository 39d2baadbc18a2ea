import type { AnswerEnvelope, AnswerPart, TokenUsage } from '../contracts/orchestration.ts'
import type { SearchOutput } from '../contracts/retrieval.ts'
import type { Analyser } from '../language/analyser.ts'
import type { ChatModel, ChatPart, NumberedPassage } from '../platform/chat-model/chat-model.ts'
import { assemblePrompt } from './assemble-prompt.ts'
import type { EarlierTurn } from './conversations/read-history.ts'
import { isAdmission } from './decide-abstention.ts'
import type { AnswerDraft } from './draft-answer.ts'
import { createAnswerReader, type DraftSentence } from './read-answer.ts'
import { createQuoteReader } from './read-quotes.ts'
import { verifyQuote, verifySentence } from './verify-sentence.ts'

/** What one model did for one answer, kept up to date while it writes so that a cut-short answer is accounted for too. */
export interface ModelRun {
  madeBy: AnswerEnvelope['made_by']
  tokenUsage: TokenUsage
  /** Sentences that were written and not shown, because no passage supports them. */
  sentencesDropped: number
  /** Is called when there is something to show, each time. */
  readonly noteText: () => void
}

export interface WriteInput {
  readonly question: string
  readonly history: readonly EarlierTurn[]
  /** The question as its passages put it; what is quoted is chosen by its words. */
  readonly reading: string
  readonly found: SearchOutput
  readonly draft: AnswerDraft
  readonly analyser: Analyser
  readonly answerTokens: number
  readonly run: ModelRun
  readonly signal: AbortSignal
}

/** Let a model write; every sentence that passes the checks goes into the draft and out as stream parts. */
export async function* writeAnswer(model: ChatModel, input: WriteInput): AsyncGenerator<AnswerPart> {
  const { question, history, reading, found, draft, analyser, answerTokens, run, signal } = input
  const passages = numberPassages(found)
  const prompt =
    model.mode === 'model'
      ? assemblePrompt({ question, passages, history, answerTokens }, model)
      : { messages: [], passages }
  const reader = model.mode === 'model' ? createAnswerReader() : createQuoteReader()
  const { term_weights: termWeights, language } = found.evidence
  const request = { ...prompt, question: reading, termWeights, language, maximumAnswerTokens: answerTokens }
  const check = (sentence: DraftSentence) =>
    model.mode === 'model'
      ? verifySentence(sentence, prompt.passages, analyser)
      : verifyQuote(sentence, prompt.passages)
  const meter = meterTokens(model, prompt.messages.map(({ content }) => content).join('\n'), run)
  let declined = false
  for await (const part of model.stream(request, signal)) {
    signal.throwIfAborted()
    meter(part)
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
}

function sentencesOf(part: ChatPart, reader: ReturnType<typeof createAnswerReader>): readonly DraftSentence[] {
  return part.type === 'text-delta' ? reader.push(part.text) : reader.end(part.finish !== 'stop')
}

/** Count what was written until the model tells the exact usage. */
function meterTokens(model: ChatModel, prompt: string, run: ModelRun): (part: ChatPart) => void {
  let pieces = 0
  const promptTokens = model.countTokens(prompt)
  return (part) => {
    // While it streams, a piece is about a token; servers send them one by one.
    if (part.type === 'text-delta') pieces += model.mode === 'model' ? 1 : 0
    const prompt = part.type === 'end' ? part.promptTokens : promptTokens
    const completion = part.type === 'end' ? part.completionTokens : pieces
    run.tokenUsage = { prompt, completion, total: prompt + completion }
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

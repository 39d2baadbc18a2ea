/** A message of the assembled prompt. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** A passage as the model sees it: an opaque number and words, never a file name, link or id. */
export interface NumberedPassage {
  readonly number: number
  readonly title: string
  readonly heading: readonly string[]
  readonly text: string
  /** It talks to a model instead of to a reader: the prompt fences it harder. */
  readonly suspicious?: boolean
  /** Retrieval's final score, 0 to 1. */
  readonly relevanceScore: number
}

export interface ChatRequest {
  /** The assembled prompt, within the model's token budget. */
  readonly messages: readonly ChatMessage[]
  /** What the prompt was assembled from, for answerers that need no prompt. */
  readonly question: string
  readonly passages: readonly NumberedPassage[]
  /** Inverse document frequency of each stemmed question term. */
  readonly termWeights: Readonly<Record<string, number>>
  /** The language in which the terms were read. */
  readonly language: string
  readonly maximumAnswerTokens: number
  /** Nobody reads what comes: in a queue, answers go first. */
  readonly inBackground?: boolean
}

/** What arrives from a model: pieces of text with `[n]` markers, then one end with the usage. */
export type ChatPart =
  | { readonly type: 'text-delta'; readonly text: string }
  | {
      readonly type: 'end'
      readonly finish: 'stop' | 'length'
      readonly promptTokens: number
      readonly completionTokens: number
    }

/** Price of a million tokens. A millionth of the currency for one token is the same number. */
export interface TokenPrice {
  readonly prompt: number
  readonly completion: number
}

/** Answers from numbered passages, citing them as `[1]`. No text at all means: the passages do not hold the answer. */
export interface ChatModel {
  readonly name: string
  readonly mode: 'extractive' | 'model'
  readonly price: TokenPrice
  /** How many tokens prompt and answer may have together. */
  readonly contextWindowTokens: number
  /** How many tokens a text takes of that window; 0 for answerers that need no prompt. */
  readonly countTokens: (text: string) => number
  /**
   * Stream an answer. Throws `model-unavailable` when the model cannot be reached, has too much to do or breaks off, and
   * `content-refused` when its content filter refuses prompt or answer.
   */
  readonly stream: (request: ChatRequest, signal: AbortSignal) => AsyncIterable<ChatPart>
}

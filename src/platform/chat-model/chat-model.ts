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
  /** The number of the passage that goes on right here, as a list does where the page turns. */
  readonly continues?: number
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

/** A line of a quote: `passage.text.slice(start, end)`. */
export interface QuotedLine {
  readonly start: number
  readonly end: number
  /** What begins the item of a list, as Markdown writes it: `-` or `3.`; it is not among the words. Null for other lines. */
  readonly mark: string | null
}

/** Words of a passage, whole: `passage.text.slice(start, end)`. */
export interface QuotedWords {
  readonly start: number
  readonly end: number
  /** How they are shown: one line, or a list with the line that announces it. */
  readonly lines: readonly QuotedLine[]
  /** The mark of the first item that was left out of a long list, or null. */
  readonly leftOut: string | null
}

/** What arrives: text with `[n]` markers from a model, quotes from an answerer that quotes; then one end with the usage. */
export type ChatPart =
  | { readonly type: 'text-delta'; readonly text: string }
  | ({ readonly type: 'quote'; readonly number: number } & QuotedWords)
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

/** Answers from numbered passages, citing them by number. No text and no quote at all means: the passages do not hold the answer. */
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

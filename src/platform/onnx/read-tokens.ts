import { Tokenizer } from '@huggingface/tokenizers'
import type { ModelFolder } from './model-folder.ts'

/** One piece of text as a model reads it. */
export interface TokenWindow {
  readonly ids: readonly number[]
  /** 1 from the second text of a pair on. */
  readonly types: readonly number[]
}

/** A passage of Footnote has at most a few windows; a text of megabytes must not hold the model for minutes. */
const MOST_WINDOWS = 32
/** Tokenizers may take quadratic time on a run of letters; real words are shorter. */
const LONG_RUN = /\S{257,}/gu
const LONGEST_RUN = /.{1,256}/gsu
/** No tokenizer makes tokens this long on average: what lies behind would be cut off anyway. */
const CHARACTERS_PER_TOKEN = 16

export interface TokenReader {
  /** The whole text in windows of the model's length; at least one. */
  readonly windows: (text: string, prefix: string) => readonly TokenWindow[]
  /** Two texts in one window; the second is cut where the window ends, the first at half of it. */
  readonly pair: (first: string, second: string) => TokenWindow
}

/** Make the reader of a model's tokens. */
export function createTokenReader({ tokenizer, tokenizerConfig, maximumTokens }: ModelFolder): TokenReader {
  const tokens = new Tokenizer(tokenizer, tokenizerConfig)
  const plain = (text: string, most: number): readonly number[] => {
    const readable = text.slice(0, most * CHARACTERS_PER_TOKEN).replace(LONG_RUN, splitRun)
    return tokens.encode(readable.toWellFormed(), { add_special_tokens: false }).ids
  }
  const single = frameOf(tokens.encode('a').ids, [plain('a', 1)])
  const double = frameOf(tokens.encode('a', { text_pair: 'b' }).ids, [plain('a', 1), plain('b', 1)])

  function windows(text: string, prefix: string): readonly TokenWindow[] {
    const [before = [], after = []] = single
    const opening = [...before, ...(prefix === '' ? [] : plain(prefix.trimEnd(), maximumTokens / 2))]
    const room = Math.max(1, maximumTokens - opening.length - after.length)
    const ids = plain(text, room * MOST_WINDOWS).slice(0, room * MOST_WINDOWS)
    const count = Math.max(1, Math.ceil(ids.length / room))
    // Windows of equal length: a last one of three words would speak as loud as the others.
    const size = Math.ceil(ids.length / count)
    return Array.from({ length: count }, (_, n) => {
      const framed = [...opening, ...ids.slice(n * size, (n + 1) * size), ...after]
      // A model needs something to read, also when a text holds nothing that it knows.
      const read = framed.length === 0 ? [0] : framed
      return { ids: read, types: read.map(() => 0) }
    })
  }

  function pair(first: string, second: string): TokenWindow {
    const [before = [], between = [], after = []] = double
    const room = maximumTokens - before.length - between.length - after.length
    const head = plain(first, room).slice(0, Math.floor(room / 2))
    const opening = [...before, ...head, ...between]
    const rest = [...plain(second, room).slice(0, room - head.length), ...after]
    return { ids: [...opening, ...rest], types: [...opening.map(() => 0), ...rest.map(() => 1)] }
  }

  return { windows, pair }
}

/** The special tokens before, between and after texts, read off an example. */
function frameOf(ids: readonly number[], texts: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const frame: (readonly number[])[] = []
  let rest = ids
  for (const text of texts) {
    const at = rest.findIndex((_, start) => text.every((id, n) => rest[start + n] === id))
    frame.push(rest.slice(0, Math.max(at, 0)))
    rest = rest.slice(Math.max(at, 0) + text.length)
  }
  return [...frame, rest]
}

function splitRun(run: string): string {
  return (run.match(LONGEST_RUN) ?? []).join(' ')
}

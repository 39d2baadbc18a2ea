import { type Sentence, splitSentences } from '../language/sentences.ts'
import { ADDRESS } from './clean-model-text.ts'

/** A sentence as a model wrote it: its words without markers, and the passage numbers it claims to rest on. */
export interface DraftSentence {
  readonly text: string
  readonly numbers: readonly number[]
}

/** Turns pieces of a model's text into sentences as soon as each is certain to be complete. */
export interface AnswerReader {
  readonly push: (piece: string) => readonly DraftSentence[]
  /** The rest. When the answer was cut off, an unfinished last sentence is left out. */
  readonly end: (cutOff: boolean) => readonly DraftSentence[]
}

/** `[1]`, `[1, 2]`, `[1-3]`, `[^1]`, `【1】`, with the white space before it. */
const MARKER = /\s*[[【]\s*\^?\d{1,4}(?:\s*[,;–-]\s*\^?\d{1,4})*\s*(?:†[^\]】\n]{0,40})?[\]】]/g
const UNFINISHED_MARKER = /!?[[【]\s*\^?(?:\d[^\]】\n]{0,60})?$/
const RANGE = /(\d+)\s*[–-]\s*\^?(\d+)/g
/** "[1-500]" is not a citation of five hundred passages. */
const LONGEST_RANGE = 10
/** Marks of lists, headings and quotes at the start of a line. */
const LINE_PREFIX = /^[ \t]*(?:#{1,6}|[-*+•>]|\(?\d{1,3}[.)])[ \t]+/gm
const EMPHASIS = /\*\*|__|`/g
const LETTER = /\p{L}/gu
const FINISHED = /[.!?…。！？]["'”’)\]]*$/
/** An image, finished or not; the "!" it begins with and an address with a "?" end no sentence. */
const IMAGE = /!\[[^\]\n]{0,300}(?:\](?:\([^)\n]*\)?)?)?/g
/** Holds the place of the words before, so that what follows is not taken for the start of a line. */
const WORDS_BEFORE = 'x'
/** Nothing else ends a sentence (Unicode Standard Annex 29, rules SB4 and SB11). */
const MAY_END_SENTENCE = /[\p{Sentence_Terminal}\n\v\f\r\u0085\u2028\u2029]/u
/** A text without any sentence end is cut here, so that a runaway model cannot fill the memory. */
const LONGEST_SENTENCE = 4_000

/** Read an answer with `[n]` markers; how the text is cut into pieces makes no difference to the sentences. */
export function createAnswerReader(): AnswerReader {
  let rest = ''
  let insideLine = false

  function take(all: boolean): DraftSentence[] {
    const { words, markers } = maskMarkers(rest, insideLine)
    const shape = words.replace(IMAGE, fill).replace(ADDRESS, fill)
    const sentences = splitSentences(shape)
    const certain = words.replace(UNFINISHED_MARKER, '').length
    const complete = all ? sentences.length : countComplete(shape.slice(0, certain), sentences)
    const taken = sentences.slice(0, complete).map(({ start, end }, index): DraftSentence => {
      const from = index === 0 ? 0 : boundary(words, sentences, index)
      const to = boundary(words, sentences, index + 1)
      const numbers = markers.filter(({ at }) => at >= from && at < to).flatMap((marker) => marker.numbers)
      return { text: tidy(words.slice(start, end)), numbers: [...new Set(numbers)] }
    })
    const consumed = all ? rest.length : complete === 0 ? 0 : boundary(words, sentences, complete)
    if (consumed > 0) insideLine = words[consumed] !== '\n'
    rest = rest.slice(consumed)
    return taken.filter(({ text }) => text !== '')
  }

  return {
    push: (piece) => {
      rest += piece
      const isTooLong = rest.length > LONGEST_SENTENCE
      // Most pieces are a word within a sentence: looking for sentences each time would cost more than all other checks.
      return isTooLong || MAY_END_SENTENCE.test(rest) ? take(isTooLong) : []
    },
    end: (cutOff) => {
      const sentences = take(true)
      const last = sentences.at(-1)
      return cutOff && last !== undefined && !FINISHED.test(last.text) ? sentences.slice(0, -1) : sentences
    },
  }
}

interface Marker {
  readonly at: number
  readonly numbers: readonly number[]
}

/** The text with markers and line prefixes blanked out, so that every position stays what it was. */
function maskMarkers(
  text: string,
  insideLine: boolean,
): { readonly words: string; readonly markers: readonly Marker[] } {
  const markers: Marker[] = []
  const withoutMarkers = text.replace(MARKER, (marker, at: number) => {
    markers.push({ at, numbers: numbersOf(marker) })
    return ' '.repeat(marker.length)
  })
  const before = insideLine ? WORDS_BEFORE : ''
  const words = (before + withoutMarkers).replace(LINE_PREFIX, (prefix) => ' '.repeat(prefix.length))
  return { words: words.slice(before.length), markers }
}

function numbersOf(marker: string): number[] {
  const label = marker.replace(/†.*/s, '').replace(RANGE, (_, from: string, to: string) => {
    const length = Math.min(Math.max(0, Number(to) - Number(from)), LONGEST_RANGE - 1)
    return Array.from({ length: length + 1 }, (__, index) => Number(from) + index).join(',')
  })
  return (label.match(/\d+/g) ?? []).map(Number)
}

/** Whether a sentence ends is decided by the next letter, so a sentence is complete when one stands behind it. */
function countComplete(shape: string, sentences: readonly Sentence[]): number {
  let lastLetter = -1
  for (const { index } of shape.matchAll(LETTER)) lastLetter = index
  return sentences.filter(({ end }) => end <= lastLetter).length
}

/** Something of the same length in which no sentence can end. */
function fill(span: string): string {
  return 'x'.repeat(span.length)
}

/** Where the sentence before `index` gives way to it: at the line break between them, or where the next one starts. */
function boundary(words: string, sentences: readonly Sentence[], index: number): number {
  const next = sentences[index]
  if (next === undefined) return words.length
  const lineBreak = words.indexOf('\n', sentences[index - 1]?.end ?? 0)
  return lineBreak >= 0 && lineBreak < next.start ? lineBreak : next.start
}

function tidy(sentence: string): string {
  return sentence
    .replace(EMPHASIS, '')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,;:?]|!(?!\[))/g, '')
    .trim()
}

import { splitSentences } from '../../language/sentences.ts'

/** What a question is written from. */
export interface PassageToAsk {
  readonly title: string
  readonly heading: readonly string[]
  readonly text: string
}

export interface WrittenQuestion {
  readonly question: string
  readonly truth: readonly string[]
}

/** A shorter sentence is a heading or a remark; a longer one says several things. */
const SHORTEST_SENTENCE = 30
const LONGEST_SENTENCE = 300
/** What is defined, in the words before "is": a name, not a clause. */
const MOST_WORDS_DEFINED = 5
const DEFINITION =
  /^((?:The|An?|Der|Die|Das|Ein|Eine)\s+)?(\p{L}[\p{L}\p{N}' -]{2,60}?)\s+(is|are|means|ist|sind|bedeutet)\s+(?!not\b|nicht\b)/u
/** Words that point at what was said before: such a sentence defines nothing by itself. */
const POINTING =
  /^(this|that|these|those|it|they|there|here|who|what|which|he|she|we|you|if|when|dies|diese[rsnm]?|das|es|sie|er|wir|hier|wer|was|wenn|falls|wo|man)\b/iu
const HEADING_WORDS = /\p{L}{3}/u

/**
 * Write a question that a passage answers, by rules: a heading that is a question, the thing that a sentence defines, else
 * what stands below the last heading. English and German. Returns null for a passage that none of them fits.
 */
export function questionByRules({ title, heading, text }: PassageToAsk): WrittenQuestion | null {
  const whole = splitSentences(text)
    .map((sentence) => sentence.text)
    .filter(({ length }) => length >= SHORTEST_SENTENCE && length <= LONGEST_SENTENCE)
  const last = heading.at(-1)?.trim() ?? ''
  const [first] = whole
  if (first === undefined) return null
  if (last.endsWith('?') && last.length >= 10) return { question: last, truth: [first] }
  for (const sentence of whole) {
    const defined = definitionOf(sentence)
    if (defined !== null) return { question: defined, truth: [sentence] }
  }
  if (!HEADING_WORDS.test(last) || last.toLowerCase() === title.toLowerCase()) return null
  return { question: `What does "${title}" say about ${last}?`, truth: [first] }
}

function definitionOf(sentence: string): string | null {
  const [, article = '', name = '', verb = ''] = DEFINITION.exec(sentence) ?? []
  if (name === '' || POINTING.test(sentence) || name.split(/\s+/).length > MOST_WORDS_DEFINED) return null
  // A word that begins a sentence keeps its capital only where an article stood before it.
  const thing = article === '' ? name : `${article.toLowerCase()}${name}`
  if (verb === 'ist' || verb === 'sind') return `Was ${verb} ${thing}?`
  if (verb === 'bedeutet') return `Was bedeutet ${thing}?`
  return verb === 'means' ? `What does ${thing} mean?` : `What ${verb} ${thing}?`
}

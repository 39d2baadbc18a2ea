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
const STATEMENT =
  /^((?:The|An?|Der|Die|Das|Ein|Eine)\s+)?(\p{L}[\p{L}\p{N}' -]{2,60}?)\s+(is|are|means|ist|sind|bedeutet)\s+(.*)/su
/** What stands behind "is" when a thing is said to be something. */
const SOMETHING = /^(?:an?|the|any|one|every|each|ein|eine|der|die|das|\d+)\s/iu
/** What stands behind "is" when something is done with a thing. English irregular ones are those of rules and handbooks. */
const DONE = /^(\p{L}+(?:ed|en)|kept|sent|held|made|paid|met|told|done|bought|left)\b/u
/** Words that point at what was said before: such a sentence does not stand for itself. */
const POINTING =
  /(?:^|\s)(?:this|that|these|those|it|they|there|here|who|what|which|he|she|we|you|if|when|dies|diese[rsnm]?|es|sie|er|wir|hier|wer|was|wenn|falls|wo|man)(?:\s|$)/iu
const HEADING_WORDS = /\p{L}{3}/u

/**
 * Write a question that a passage answers, by rules: a heading that is a question, what a sentence says that a thing is or
 * what is done with it, else what stands below the last heading. English and German. Returns null for a passage that none of them fits.
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
  const [, article = '', name = '', verb = '', rest = ''] = STATEMENT.exec(sentence) ?? []
  if (name === '' || POINTING.test(name) || name.split(/\s+/).length > MOST_WORDS_DEFINED) return null
  // A word that begins a sentence keeps its capital only where an article stood before it.
  const thing = `${article.toLowerCase()}${name}`
  if (verb === 'means') return `What does ${thing} mean?`
  if (verb === 'bedeutet') return `Was bedeutet ${thing}?`
  const isGerman = verb === 'ist' || verb === 'sind'
  const [, done] = DONE.exec(rest) ?? []
  if (!isGerman && done !== undefined) return `How ${verb} ${thing} ${done}?`
  return SOMETHING.test(rest) ? `${isGerman ? 'Was' : 'What'} ${verb} ${thing}?` : null
}

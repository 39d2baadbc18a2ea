import type { Analysers } from '../analyser.ts'
import type { QuestionWord } from './question-parts.ts'
import { type FollowUp, followUpLanguage, rulesOf, wordsIn } from './read-follow-up.ts'

/** Topics longer than this are whole sentences; their beginning says what they are about. */
const MOST_TOPIC_WORDS = 12
/** A topic of one word is helped by the heading under which it was found. */
const FEW_TOPIC_WORDS = 2

/** What a follow-up comes after. */
export interface Before {
  /** The last question as it stood for itself. */
  readonly question: string
  /** Heading, or title, of the passage that was cited first; null when nothing was. */
  readonly place: string | null
}

/**
 * Make a question of a follow-up that is understood without the one before it. A fragment takes the place of what it
 * resembles ("the Gold plan", "the Silver plan") or is added at the end; to anything else the topic is added in brackets:
 * the words of the person stay as they are, and a wrong topic is seen at once.
 */
export function completeFollowUp(question: string, followUp: FollowUp, before: Before, analysers: Analysers): string {
  if (followUp.type === 'standalone' || before.question === '') return question
  const { sentence, topic } = splitTopic(before.question)
  if (followUp.type === 'fragment') {
    const whole = `${putIn(sentence, followUp.part, analysers)}?`
    return topic === null ? whole : `${whole} (${topic})`
  }
  const about = topic ?? topicOf(sentence, before.place, analysers)
  return about === '' ? question : `${question} (${about})`
}

/** Part a question of ours into sentence and topic: "How long does it take? (parental leave)". */
function splitTopic(question: string): { readonly sentence: string; readonly topic: string | null } {
  const [, sentence, topic] = /^(.+?)\s*\(([^()]+)\)$/su.exec(question) ?? []
  return { sentence: (sentence ?? question).replace(/[\s?.!]+$/u, ''), topic: topic ?? null }
}

/** What a question is about: its words without those that ask. */
function topicOf(sentence: string, place: string | null, analysers: Analysers): string {
  const language = followUpLanguage(sentence) ?? 'en'
  const found = wordsIn(sentence, language, analysers)
  const first = found.findIndex(({ isContent }) => isContent)
  const last = found.findLastIndex(({ isContent }) => isContent)
  const topic = first === -1 ? [] : found.slice(first, last + 1).slice(0, MOST_TOPIC_WORDS)
  const isThin = topic.filter(({ isContent }) => isContent).length < FEW_TOPIC_WORDS
  const parts = [topic.map(({ written }) => written).join(' '), isThin ? place : null]
  return parts
    .filter((part): part is string => part !== null && part !== '')
    .join(', ')
    .replaceAll(/[()]/gu, '')
}

/** The sentence with a part in the place of what has the same last word, or behind it. */
function putIn(sentence: string, part: string, analysers: Analysers): string {
  const language = followUpLanguage(sentence) ?? followUpLanguage(part) ?? 'en'
  const { articles, fragmentStarts } = rulesOf(language)
  const { stem } = analysers.of(language)
  const wanted = part.split(/\s+/u)
  const from = wanted.findIndex((word) => articles.has(word.toLowerCase()) || !fragmentStarts.has(word.toLowerCase()))
  const phrase = wanted.slice(Math.max(from, 0))
  const head = phrase.at(-1)?.toLowerCase()
  const found = wordsIn(sentence, language, analysers)
  const at = head === undefined ? -1 : found.findLastIndex(({ lower }) => stem(lower) === stem(head))
  if (at === -1) return `${sentence}${from > 0 ? ' ' : ', '}${part}`
  const isArticle = (word: string | undefined) => word !== undefined && articles.has(word.toLowerCase())
  const modifiers = phrase.length - 1 - (isArticle(phrase[0]) ? 1 : 0)
  const begin = startOf(found, at, { modifiers, isArticle: isArticle(phrase[0]) ? isArticle : () => false })
  const replaced = found.slice(begin, at + 1).map(({ written }) => written)
  const pattern = new RegExp(replaced.map((word) => RegExp.escape(word)).join('[^\\p{L}\\p{N}]+'), 'u')
  return sentence.replace(pattern, () => phrase.join(' '))
}

interface Phrase {
  /** How many words the new part has before its last one. */
  readonly modifiers: number
  readonly isArticle: (word: string | undefined) => boolean
}

/** Where the phrase begins that ends at this word: no more words of it go than come, and the article with them. */
function startOf(found: readonly QuestionWord[], at: number, { modifiers, isArticle }: Phrase): number {
  let begin = at
  while (at - begin < modifiers && found[begin - 1]?.isContent === true) begin -= 1
  return isArticle(found[begin - 1]?.lower) ? begin - 1 : begin
}

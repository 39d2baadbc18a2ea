import { type Analysers, DEFAULT_LANGUAGE } from '../analyser.ts'
import { likelyLanguages } from '../detect-language.ts'
import { words } from '../words.ts'
import { ENGLISH_FOLLOW_UPS } from './english-follow-ups.ts'
import type { FollowUpRules } from './follow-up-rules.ts'
import { GERMAN_FOLLOW_UPS } from './german-follow-ups.ts'
import { type QuestionWord, questionWords } from './question-parts.ts'

const RULES = { en: ENGLISH_FOLLOW_UPS, de: GERMAN_FOLLOW_UPS } as const
export type FollowUpLanguage = keyof typeof RULES

/** "And for the Silver plan?" has so few words; longer ones without an opener are taken for whole questions. */
const MOST_FRAGMENT_WORDS = 5
/** "And dental?" */
const MOST_BARE_WORDS = 3

/** Who names so many things says what is meant; a pronoun among them refers to one of them. */
const MOST_NAMES_OF_A_REFERENCE = 5

/** A question as the rules of its language see it, beside the questions before it. */
export type FollowUp =
  /** It stands for itself. */
  | { readonly type: 'standalone' }
  /** A part that takes the place of something in the question before: `part` is "for the Silver plan". */
  | { readonly type: 'fragment'; readonly part: string }
  /** A question about what was spoken of before: "How long does it take?" */
  | { readonly type: 'reference' }

/** What a question is about, and where it says so. */
export interface QuestionReading {
  /** Null for languages without rules of their own. */
  readonly language: FollowUpLanguage | null
  readonly followUp: FollowUp
  /** How many words say what it is about. */
  readonly names: number
}

/** Tell whether a question needs those before it. In doubt it stands for itself: a changed question is worse than a bare one. */
export function readFollowUp(question: string, analysers: Analysers): QuestionReading {
  const language = followUpLanguage(question)
  const found = wordsIn(question, language ?? DEFAULT_LANGUAGE, analysers)
  const rules = RULES[language ?? DEFAULT_LANGUAGE]
  const named = found.filter((word) => names(word, rules)).length
  if (language === null) return { language, names: named, followUp: { type: 'standalone' } }
  return { language, names: named, followUp: followUpIn(question, language, analysers) }
}

/** The rules by which a question is read; null when it is in none of their languages. */
export function followUpLanguage(question: string): FollowUpLanguage | null {
  const likely = likelyLanguages(words(question))
  if (likely.length === 0) return DEFAULT_LANGUAGE
  return likely.find((code): code is FollowUpLanguage => code in RULES) ?? null
}

/** The words of a question as the rules of a language see them. */
export function wordsIn(question: string, language: FollowUpLanguage, analysers: Analysers): QuestionWord[] {
  const { isFunctionWord } = analysers.of(language)
  return questionWords(question, { isFunctionWord, ...RULES[language] })
}

export function rulesOf(language: FollowUpLanguage): FollowUpRules {
  return RULES[language]
}

/** Ends with its topic in brackets, as completed follow-ups do. */
const NAMES_ITS_TOPIC = /\([^()]+\)\W*$/u

function followUpIn(question: string, language: FollowUpLanguage, analysers: Analysers): FollowUp {
  if (NAMES_ITS_TOPIC.test(question)) return { type: 'standalone' }
  const rules = RULES[language]
  const opened = question.replace(rules.openers, '')
  if (opened !== question) return fragment(opened.replace(/\s+aus(?=\W*$)/u, ''))
  const rest = question.replace(rules.conjunction, '')
  const found = wordsIn(rest, language, analysers)
  const named = found.filter((word) => names(word, rules)).length
  if (named === 0) return { type: 'reference' }
  if (isFragment(found, { isOpened: rest !== question, isAsked: /\?\s*$/.test(question) }, rules)) return fragment(rest)
  if (named > MOST_NAMES_OF_A_REFERENCE) return { type: 'standalone' }
  return found.some((_, place) => rules.refersBack(found, place)) ? { type: 'reference' } : { type: 'standalone' }
}

/** True for a word that is more than a way to ask: "since when" names nothing. */
function names({ isContent, lower }: QuestionWord, { questionStarts, fragmentStarts }: FollowUpRules): boolean {
  return isContent && !questionStarts.has(lower) && !fragmentStarts.has(lower)
}

interface Form {
  /** It begins with "and". */
  readonly isOpened: boolean
  readonly isAsked: boolean
}

function isFragment(found: readonly QuestionWord[], { isOpened, isAsked }: Form, rules: FollowUpRules): boolean {
  const [first] = found
  if (first === undefined || (!isOpened && !isAsked)) return false
  const asks = found.some(({ lower }) => rules.questionStarts.has(lower))
  const begins = rules.fragmentStarts.has(first.lower)
  if (isOpened) return !rules.questionStarts.has(first.lower) && (begins || found.length <= MOST_BARE_WORDS)
  return begins && !asks && !rules.articles.has(first.lower) && found.length <= MOST_FRAGMENT_WORDS
}

function fragment(text: string): FollowUp {
  return { type: 'fragment', part: text.replace(/[\s?.!]+$/u, '') }
}

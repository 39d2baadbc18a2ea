import { type FollowUpRules, hasEarlierClause } from './follow-up-rules.ts'
import { type QuestionWord, wordSet } from './question-parts.ts'

const AUXILIARIES = wordSet(
  "do does did is are was were am be been can could may might must shall should will would has have had isn’t isn't aren't doesn't don't",
)
const PREPOSITIONS = wordSet(
  'for in into with without at on from to since during after before under over by of about within through until till against per between',
)
const PERSONAL = wordSet('it he she they him them')
const POSSESSIVE = wordSet('its his her hers their theirs')
const DEMONSTRATIVE = wordSet('this these those such')
/** "This year" and "this company" name something by themselves. */
const NAMED_BY_POINTING = wordSet(
  'year month week quarter morning afternoon evening summer winter spring autumn fall company organisation organization firm office who',
)
/** "Is it allowed to park here?": the pronoun stands for what follows. */
const JUDGEMENTS = wordSet(
  'possible allowed permitted necessary required mandatory compulsory obligatory ok okay fine legal true important better best worth forbidden enough safe normal',
)
/** "How long does it take to get a badge?" */
const TAKES_AN_INFINITIVE = wordSet('take takes took cost costs mean means matter matters')
const INFINITIVE = wordSet('to if when that')

export const ENGLISH_FOLLOW_UPS: FollowUpRules = {
  openers:
    /^(?:(?:and|but|or|so|ok|okay|then|also|yes|no)[,\s]+)*(?:what about|how about|what of|(?:is it |and )?the same for)\s+/iu,
  conjunction: /^(?:(?:and|but|or|so|ok|okay|then|also)\b[,\s]+)+/iu,
  questionStarts: new Set([
    ...wordSet('what which who whom whose when where why how tell show list explain give name'),
    ...AUXILIARIES,
  ]),
  fragmentStarts: new Set([...PREPOSITIONS, ...wordSet('the a an if as')]),
  articles: wordSet('the a an our my your'),
  measures: wordSet('long much many often far old soon big high late early large else exactly'),
  conjunctions: wordSet('when if before after once while until because and or but that who which whose where unless'),
  refersBack: (words, place) => {
    const word = words[place]
    if (word === undefined) return false
    const { lower, written } = word
    if (lower === 'it') return written !== 'IT' && !isExpletive(words, place) && !hasEarlierClause(words, place)
    if (PERSONAL.has(lower)) return !hasEarlierClause(words, place) && words[place + 1]?.lower !== 'or'
    if (POSSESSIVE.has(lower)) return !hasEarlierClause(words, place) && !hasSubject(words, place)
    if (DEMONSTRATIVE.has(lower)) return isDemonstrative(words, place)
    if (lower === 'that') return isPointing(words, place)
    return refersBySameness(words, place)
  },
}

function isExpletive(words: readonly QuestionWord[], place: number): boolean {
  const next = words.slice(place + 1, place + 3).map(({ lower }) => lower)
  if (next.some((word) => JUDGEMENTS.has(word))) return true
  const verb = words[place + 1]
  if (verb === undefined || !TAKES_AN_INFINITIVE.has(verb.lower)) return false
  const from = words.findIndex(({ lower }, at) => at > place + 1 && INFINITIVE.has(lower))
  return from > 0 && words.slice(from).some(({ isContent }) => isContent)
}

/** "Do employees get their badge": the subject stands between an auxiliary and the pronoun. */
function hasSubject(words: readonly QuestionWord[], place: number): boolean {
  const auxiliary = words.findIndex(({ lower }) => AUXILIARIES.has(lower))
  if (auxiliary === -1 || auxiliary > place) return false
  return words.slice(auxiliary + 1, place).some(({ isContent }) => isContent)
}

function isDemonstrative(words: readonly QuestionWord[], place: number): boolean {
  const next = words[place + 1]
  if (words[place]?.lower === 'such' && words.slice(place + 1).some(({ lower }) => lower === 'as')) return false
  if (next !== undefined && (NAMED_BY_POINTING.has(next.lower.replace(/['’]s$/u, '')) || next.lower === 'that'))
    return false
  return !hasEarlierClause(words, place)
}

/** "Who approves that?", "is that paid?", "in that case"; not "expenses that exceed" and not "prove that". */
function isPointing(words: readonly QuestionWord[], place: number): boolean {
  const [before, next] = [words[place - 1], words[place + 1]]
  const isPlaced = before === undefined || AUXILIARIES.has(before.lower) || PREPOSITIONS.has(before.lower)
  if (next !== undefined && !isPlaced) return false
  return !words.slice(0, place).some(({ isContent, clause }) => isContent && clause < (before?.clause ?? 0))
}

/** "Does the same apply to interns?", "and the second one?" */
function refersBySameness(words: readonly QuestionWord[], place: number): boolean {
  const [before, word, next] = [words[place - 1]?.lower, words[place]?.lower, words[place + 1]?.lower]
  if (word === 'same')
    return before === 'the' && (next === undefined || /^(?:appl|go|goes|hold|true|for|count)/.test(next))
  if (word !== 'one' && word !== 'ones') return false
  return (
    /^(?:other|second|first|third|last|next|former|latter|which|that|this)$/.test(before ?? '') &&
    place >= words.length - 1
  )
}

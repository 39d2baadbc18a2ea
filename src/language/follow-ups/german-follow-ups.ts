import { type FollowUpRules, hasEarlierClause } from './follow-up-rules.ts'
import { type QuestionWord, wordSet } from './question-parts.ts'

const PREPOSITIONS = wordSet(
  'für in im ins bei beim mit ohne ab nach vor seit während unter über von vom zu zum zur aus an am auf bis gegen pro zwischen innerhalb außerhalb wegen trotz durch um',
)
const PERSONAL = wordSet('es sie er ihn ihm ihnen')
const POSSESSIVE = /^(?:sein|ihr)(?:e[rnms]?)?$/
const DEMONSTRATIVE = /^(?:dies(?:e[rnms]?)?|derselben?|dieselben?|dasselbe|demselben)$/
/** "Dafür" refers back unless a clause says what for: "dafür, dass". */
const WITH_PREPOSITION = wordSet(
  'dafür davon dabei darüber daran dazu danach dagegen darauf daraus dadurch darin damit',
)
const OPENS_CLAUSE = wordSet('dass daß ob wer wen wem was wie wann wo zu wenn weil falls')
const NAMED_BY_POINTING = wordSet(
  'jahr jahres monat monats woche quartal sommer winter unternehmen unternehmens firma haus betrieb',
)
const JUDGEMENTS = wordSet(
  'möglich erlaubt nötig notwendig verboten gestattet zulässig pflicht erforderlich wichtig besser richtig üblich',
)
/** What may follow a "das" that stands for itself; before a noun or an adjective it is an article. */
const AFTER_DAS = wordSet(
  'auch nicht noch genau denn eigentlich so für bei in im mit schon überhaupt trotzdem dann immer ab nach pro',
)
const POINTING_AT_END = wordSet('das die der den dem')

export const GERMAN_FOLLOW_UPS: FollowUpRules = {
  openers:
    /^(?:(?:und|aber|oder|ok|okay|also|dann|auch)[,\s]+)*(?:was ist (?:mit|bei)|was gilt (?:für|bei|in)|wie (?:ist|sieht|steht|schaut) es (?:mit|bei|für|in|um))\s+/iu,
  conjunction: /^(?:(?:und|aber|oder|ok|okay|also|dann)\b[,\s]+)+/iu,
  questionStarts: wordSet(
    'wer wen wem wessen was wann wo woher wohin wofür womit worüber warum weshalb wieso wie wieviel welche welcher welches welchen welchem ' +
      'ist sind war waren hat haben habe kann können darf dürfen muss müssen soll sollen wird werden gibt gilt gelten bekomme bekommt bekommen zählt zählen steht stehen',
  ),
  fragmentStarts: new Set([
    ...PREPOSITIONS,
    ...wordSet('der die das den dem ein eine einen einem einer wenn als falls'),
  ]),
  articles: wordSet('der die das den dem ein eine einen einem einer unser unsere mein meine'),
  measures: wordSet('lange viel viele oft hoch weit schnell früh spät teuer groß alt sonst genau bald'),
  conjunctions: wordSet('und oder aber wenn falls weil bevor nachdem sobald solange'),
  refersBack: (words, place) => {
    const word = words[place]
    if (word === undefined || isFormal(word, place)) return false
    const { lower } = word
    if (lower === 'es' && isExpletive(words, place)) return false
    if (PERSONAL.has(lower)) return !hasEarlierClause(words, place, isNoun)
    if (POSSESSIVE.test(lower)) return !words.slice(0, place).some(isNoun)
    if (DEMONSTRATIVE.test(lower)) return isDemonstrative(words, place)
    if (WITH_PREPOSITION.has(lower)) return isPrepositional(words, place)
    if (lower === 'dort') return !words.slice(0, place).some(isNoun)
    return POINTING_AT_END.has(lower) && isPointing(words, place)
  },
}

/** "Sie" and "Ihr" address the reader. */
function isFormal({ written, lower }: QuestionWord, place: number): boolean {
  return place > 0 && written !== lower && (lower === 'sie' || POSSESSIVE.test(lower) || lower === 'ihnen')
}

/** Nouns are written with a capital letter, like the first word of a sentence. */
function isNoun({ written, lower, isContent }: QuestionWord, place: number): boolean {
  return isContent && place > 0 && written !== lower
}

function isExpletive(words: readonly QuestionWord[], place: number): boolean {
  const near = [words[place - 1], words[place + 1], words[place + 2]].map((word) => word?.lower ?? '')
  if (/^(?:gibt|gäbe|geht|ging|braucht|handelt|kommt)$/.test(near[0] ?? '')) return true
  if (/^(?:gibt|geht|brennt|regnet|schneit)$/.test(near[1] ?? '')) return true
  if (near.some((word) => JUDGEMENTS.has(word))) return true
  return words
    .slice(place + 1)
    .some(({ lower, afterComma }) => afterComma && (OPENS_CLAUSE.has(lower) || lower === 'bis'))
}

function isDemonstrative(words: readonly QuestionWord[], place: number): boolean {
  const next = words[place + 1]
  if (next !== undefined && NAMED_BY_POINTING.has(next.lower)) return false
  return !hasEarlierClause(words, place, isNoun)
}

function isPrepositional(words: readonly QuestionWord[], place: number): boolean {
  const word = words[place]
  if (word?.lower === 'damit' && (word.afterComma || place === 0)) return false
  const explained = words.slice(place + 1).some(({ lower, afterComma }) => afterComma && OPENS_CLAUSE.has(lower))
  return !explained && !hasEarlierClause(words, place, isNoun)
}

/** "Wer genehmigt das?", "Gilt das auch für Praktikanten?" */
function isPointing(words: readonly QuestionWord[], place: number): boolean {
  const [word, next] = [words[place], words[place + 1]]
  if (word === undefined || word.afterComma || place === 0) return false
  const stands =
    next === undefined || (word.lower === 'das' && AFTER_DAS.has(next.lower) && next.written === next.lower)
  return stands && !hasEarlierClause(words, place, isNoun)
}

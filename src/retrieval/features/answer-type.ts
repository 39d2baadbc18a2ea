/** What kind of words an answer must hold, as far as the question says. */
export type AnswerType = 'date' | 'number' | 'person' | 'place' | 'other'

const ASKS_FOR_DATE = /\b(when|what year|which year|what date|what day|in what (year|month|decade|century))\b/
const ASKS_FOR_NUMBER =
  /\bhow (many|much|long|old|far|tall|large|big|often|high)\b|\bwhat (percent|percentage|number|amount|cost|price|population)\b/
const ASKS_FOR_PERSON = /\b(who|whom|whose)\b/
const ASKS_FOR_PLACE = /\bwhere\b/

const DATE =
  /\b(1[0-9]{3}|20[0-9]{2})\b|\b(January|February|March|April|May|June|July|August|September|October|November|December)\b|century/
const NUMBER = /\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|billion|percent)\b/i
const NAME = /(?<=\s)[A-Z][a-z]+/g

/** What a question asks for. */
export function answerTypeOf(question: string): AnswerType {
  const text = question.toLowerCase()
  if (ASKS_FOR_DATE.test(text)) return 'date'
  if (ASKS_FOR_NUMBER.test(text)) return 'number'
  if (ASKS_FOR_PERSON.test(text)) return 'person'
  if (ASKS_FOR_PLACE.test(text)) return 'place'
  return 'other'
}

/** True when the sentence holds words of the asked kind. A name counts only when the question did not say it (`isAsked`). */
export function holdsAnswerOf(type: AnswerType, sentence: string, isAsked: (word: string) => boolean): boolean {
  if (type === 'date') return DATE.test(sentence)
  if (type === 'number') return NUMBER.test(sentence)
  if (type === 'other') return false
  return (sentence.match(NAME) ?? []).some((name) => !isAsked(name.toLowerCase()))
}

import type { Analyser } from '../../language/analyser.ts'
import { words } from '../../language/words.ts'

/** What kind of thing a question asks for, as far as its question words tell. */
export type AnswerType = 'date' | 'number' | 'person' | 'place' | 'other'

const ASKS_DATE = /\b(when|what year|which year|what date|what day|in what (year|month|decade|century))\b/
const ASKS_NUMBER =
  /\bhow (many|much|long|old|far|tall|large|big|often|high)\b|\bwhat (percent|percentage|number|amount|cost|price|population)\b/
const ASKS_PERSON = /\b(who|whom|whose)\b/
const ASKS_PLACE = /\bwhere\b/

/** Read the answer type off a question. */
export function answerTypeOf(question: string): AnswerType {
  const asked = question.toLowerCase()
  if (ASKS_DATE.test(asked)) return 'date'
  if (ASKS_NUMBER.test(asked)) return 'number'
  if (ASKS_PERSON.test(asked)) return 'person'
  return ASKS_PLACE.test(asked) ? 'place' : 'other'
}

const DATE =
  /\b(1[0-9]{3}|20[0-9]{2})\b|\b(January|February|March|April|May|June|July|August|September|October|November|December)\b|century/
const NUMBER = /\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|billion|percent)\b/i
const NAME_INSIDE_SENTENCE = /(?<=\s)\p{Lu}\p{Ll}+/gu

/** True when a sentence holds a thing of the asked type; a name counts when the question does not already hold it. */
export function holdsAnswerType(
  type: AnswerType,
  sentence: string,
  questionTerms: ReadonlySet<string>,
  analyser: Analyser,
): boolean {
  if (type === 'date') return DATE.test(sentence)
  if (type === 'number') return NUMBER.test(sentence)
  if (type === 'other') return false
  const names = sentence.match(NAME_INSIDE_SENTENCE) ?? []
  return names.some((name) => words(name).some((word) => !questionTerms.has(analyser.stem(word))))
}

import { assertNever } from '../../contracts/assert-never.ts'
import type { Analyser } from '../../language/analyser.ts'
import { words } from '../../language/words.ts'
import type { DayAndMonthNames } from './day-and-month-names.ts'
import type { QuestionKind } from './question-kind.ts'

const YEAR = /(?<![\p{N}.,])(?:1[0-9]|20)\p{Nd}{2}(?![\p{N}])/u
const TIME_OF_DAY =
  /(?<!\p{N})\p{Nd}{1,2}(?:[:.h]\p{Nd}{2}(?![\p{N}%])|\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock|uhr|heures|horas|uur|h)(?!\p{L})| in the (?:morning|afternoon|evening))/iu
const DAY_IN_DIGITS =
  /(?<!\p{N})\p{Nd}{1,2}[./-]\p{Nd}{1,2}[./-]\p{Nd}{2,4}|\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}|\p{Nd}\s?[年月日년월일]/u
const SPAN_OF_TIME =
  /\b(?:century|decade|days?|weeks?|months?|years?|hours?|minutes?|midnight|noon|jahrhundert|tag|tagen?|wochen?|monate?n?|jahre?n?|stunden?|siècle|jours?|semaines?|mois|ans?|heures?|siglo|días?|semanas?|mes|meses|años?|horas?)\b/iu
const NUMBER = /\p{N}/u
const NUMBER_WORD =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|half|hundreds?|thousands?|millions?|billions?|percent|once|twice|never|always|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|hundert|tausend|prozent|deux|trois|quatre|cinq|sept|huit|neuf|dix|cent|mille|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|cien|mil)\b/iu
const REASON =
  /\b(?:because|since|due to|owing to|so that|in order to|as a result|reasons?|therefore|caused?|causing|to avoid|to (?:prevent|ensure|protect)|weil|denn|da|damit|aufgrund|wegen|um zu|deshalb|grund|parce que|car|afin|à cause|en raison|pour que|puisque|porque|debido|ya que|para que|perché|poiché|a causa|affinché|omdat|doordat|zodat|wegens|devido)\b/iu
const NAME_INSIDE = /(?<=[\p{L}\p{M},;:)]\s[("“]?)\p{Lu}[\p{L}\p{M}’'.-]*/gu
/** All nouns are written with a capital, so that one tells nothing. */
const CAPITAL_NOUNS: ReadonlySet<string> = new Set(['de'])

/** How texts are read: the words of one language, and what its days and months are called. */
export interface AnswerReading {
  readonly analyser: Analyser
  readonly namesOf: DayAndMonthNames
}

/**
 * Whether a text holds a thing of the asked kind: 1 when it does, .5 when something that may be one, else 0. Figures and
 * names count only where the question does not hold them itself. Scripts without capitals tell nothing about names.
 */
export function holdsAnswer(
  kind: QuestionKind,
  text: string,
  questionWords: ReadonlySet<string>,
  { analyser, namesOf }: AnswerReading,
): number {
  switch (kind) {
    case 'when':
      return holdsTime(text, questionWords, namesOf(analyser.language))
    case 'how-many':
      return holdsNumber(text, questionWords)
    case 'who':
    case 'where':
      return holdsName(text, questionWords, analyser) ? 1 : 0
    case 'why':
      return REASON.test(text) ? 1 : 0
    case 'how-to':
    case 'list':
    case 'other':
      return 0
    default:
      return assertNever(kind)
  }
}

function holdsTime(text: string, questionWords: ReadonlySet<string>, names: ReadonlySet<string>): number {
  const isDated = YEAR.test(text) || TIME_OF_DAY.test(text) || DAY_IN_DIGITS.test(text)
  if (isDated || words(text).some((word) => names.has(word) && !questionWords.has(word))) return 1
  return SPAN_OF_TIME.test(text) ? 0.5 : 0
}

function holdsNumber(text: string, questionWords: ReadonlySet<string>): number {
  if (NUMBER.test(text) && words(text).some((word) => NUMBER.test(word) && !questionWords.has(word))) return 1
  return NUMBER_WORD.test(text) ? 1 : 0
}

function holdsName(text: string, questionWords: ReadonlySet<string>, analyser: Analyser): boolean {
  if (CAPITAL_NOUNS.has(analyser.language)) return false
  const names = text.match(NAME_INSIDE) ?? []
  return names.some((name) => words(name).some((word) => !questionWords.has(word) && !analyser.isFunctionWord(word)))
}

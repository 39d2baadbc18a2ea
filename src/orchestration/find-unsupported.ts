import type { Analyser } from '../language/analyser.ts'
import { words } from '../language/words.ts'
import { numbersMissing } from './find-support.ts'
import { contradictsNegation } from './negation.ts'

const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’&-]*/gu
const CAPITAL = /^\p{Lu}/u
/** "PTO", "iPhone", "B12": a name wherever it stands. */
const MARKED_NAME = /\p{L}[\p{L}\p{N}'’&-]*[\p{Lu}\p{N}]/u
/** Nouns have capitals here, so that a capital tells nothing. */
const CAPITAL_NOUNS: ReadonlySet<string> = new Set(['de'])
/** "German" and "Germany" name the same; shorter beginnings are shared by chance. */
const SHORTEST_BEGINNING = 4
const LONGEST_ENDING = 2
const MONTH_OF_A_DATE = /\b\d{4}-(\d{2})-\d{2}\b/g

/**
 * What a sentence says and its passages do not: numbers, names, months and days of the week, or its "not". Empty when all of
 * it is there. `texts` are the passages with their titles, `quotes` the words in them that carry the sentence.
 */
export function findUnsupported(
  sentence: string,
  { texts, quotes }: { readonly texts: readonly string[]; readonly quotes: readonly string[] },
  analyser: Analyser,
): readonly string[] {
  const names = namesMissing(sentence, texts.join('\n'), analyser)
  const negation = contradictsNegation(sentence, quotes, analyser)
  return [...new Set([...numbersMissing(sentence, texts), ...names, ...(negation === null ? [] : [negation])])]
}

function namesMissing(sentence: string, text: string, analyser: Analyser): readonly string[] {
  const held = new Set([...analyser.analyse(text), ...words(text)])
  const calendar = calendarOf(analyser.language)
  for (const [, month] of text.matchAll(MONTH_OF_A_DATE)) held.add(calendar.months[Number(month) - 1] ?? '')
  const initials = words(text)
    .map(([letter = '']) => letter)
    .join('')
  return (sentence.match(WORD) ?? []).filter((word, n) => {
    const isDate = calendar.all.has(word.toLowerCase()) && (CAPITAL.test(word) || !CAPITAL.test(calendar.written))
    // Any word has a capital where a sentence begins.
    const isName = MARKED_NAME.test(word) || (n > 0 && CAPITAL.test(word) && !CAPITAL_NOUNS.has(analyser.language))
    if (!isDate && !isName) return false
    const isAcronym = word.length > 2 && word === word.toUpperCase() && initials.includes(word.toLowerCase())
    return !isAcronym && !words(word).every((part) => isHeld(part, held, analyser))
  })
}

function isHeld(word: string, held: ReadonlySet<string>, analyser: Analyser): boolean {
  if (/^\d/.test(word) || analyser.isFunctionWord(word) || held.has(word)) return true
  const stem = analyser.stem(word)
  const beginning = stem.slice(0, Math.max(SHORTEST_BEGINNING, stem.length - LONGEST_ENDING))
  return (
    held.has(stem) || (beginning.length >= SHORTEST_BEGINNING && held.values().some((it) => it.startsWith(beginning)))
  )
}

interface Calendar {
  /** Lower-cased months, January first. */
  readonly months: readonly string[]
  /** Months and days of the week, lower-cased. */
  readonly all: ReadonlySet<string>
  /** One of them as the language writes it. */
  readonly written: string
}

const calendars = new Map<string, Calendar>()

function calendarOf(language: string): Calendar {
  const known = calendars.get(language)
  if (known !== undefined) return known
  const month = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  const written = Array.from({ length: 12 }, (_, n) => month.format(Date.UTC(2026, n, 1)))
  const days = Array.from({ length: 7 }, (_, n) => weekday.format(Date.UTC(2026, 0, n + 1)))
  const months = written.map((name) => name.toLowerCase())
  const calendar = {
    months,
    all: new Set([...months, ...days.map((day) => day.toLowerCase())]),
    written: written[0] ?? '',
  }
  calendars.set(language, calendar)
  return calendar
}

import { words } from '../../language/words.ts'

/** Languages in other than Latin letters: their names are known whatever the language of the Latin words. */
const IN_OTHER_LETTERS = ['ru', 'uk', 'bg', 'el', 'ar', 'hi', 'th', 'ko']
const MONTHS = Array.from({ length: 12 }, (_, month) => Date.UTC(2024, month, 1))
const WEEKDAYS = Array.from({ length: 7 }, (_, day) => Date.UTC(2024, 0, 1 + day))
/** Many languages write the name of a month differently beside a day. */
const FORMS = [
  { form: { month: 'long' }, dates: MONTHS },
  { form: { day: 'numeric', month: 'long' }, dates: MONTHS },
  { form: { weekday: 'long' }, dates: WEEKDAYS },
] as const

export type DayAndMonthNames = (language: string) => ReadonlySet<string>

/** Makes the look-up of the lower-case names of weekdays and months by language, in the forms that dates use. */
export function createDayAndMonthNames(): DayAndMonthNames {
  const others = IN_OTHER_LETTERS.flatMap(namesIn)
  const known = new Map<string, ReadonlySet<string>>()
  return (language) => {
    const found = known.get(language) ?? new Set([...namesIn(language), ...others])
    known.set(language, found)
    return found
  }
}

function namesIn(language: string): string[] {
  const parts = FORMS.flatMap(({ form, dates }) => {
    const format = new Intl.DateTimeFormat(language, { ...form, timeZone: 'UTC' })
    return dates.flatMap((date) => format.formatToParts(date))
  })
  const names = parts.filter(({ type }) => type === 'month' || type === 'weekday')
  return [...new Set(names.flatMap(({ value }) => words(value)))].filter((word) => !/\p{N}/u.test(word))
}

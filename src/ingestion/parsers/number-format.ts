import { assertNever } from '../../contracts/assert-never.ts'

/** How a spreadsheet shows a stored number where that says more than its digits. */
export type NumberFormat =
  | { readonly type: 'percent' }
  | { readonly type: 'money'; readonly before: string; readonly after: string }
  | { readonly type: 'moment'; readonly date: DatePart; readonly time: TimePart; readonly since1904: boolean }

type DatePart = 'none' | 'year' | 'month' | 'day'
type TimePart = 'none' | 'minutes' | 'seconds' | 'elapsed'

/** Formats without a code of their own, from ECMA-376, part 1, 18.8.30, and those of East Asian versions. */
const BUILT_IN: Readonly<Record<number, string>> = {
  9: '0%',
  10: '0.00%',
  14: 'yyyy-mm-dd',
  15: 'yyyy-mm-dd',
  16: 'yyyy-mm-dd',
  17: 'yyyy-mm',
  18: 'h:mm',
  19: 'h:mm:ss',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy-mm-dd h:mm',
  45: '[h]:mm:ss',
  46: '[h]:mm:ss',
  47: '[h]:mm:ss',
}
const EAST_ASIAN_DATES = new Set([27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])

const CURRENCY =
  /[$€£¥₩₹₽₺₫₪₱฿₴₦]|\b(?:USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|ZAR|Fr|kr|zł)\b\.?/u
/** A currency with its locale, such as `[$€-407]`; without one it is a locale only, such as `[$-409]`. */
const CURRENCY_IN_BRACKETS = /\[\$([^\]-]*)(?:-[^\]]*)?\]/g
const ELAPSED = /\[(?:h+|m+|s+)\]/i
/** Colours, conditions and locales, signs that are skipped (`_x`) or repeated (`*x`), and literal text. */
const NOT_PLACEHOLDERS = /\[[^\]]*\]|[_*\\].|"[^"]*"/g

/** What a format code shows; null for codes that show the number itself. */
export function numberFormat(id: number, given: string | undefined, since1904: boolean): NumberFormat | null {
  const code = given ?? (EAST_ASIAN_DATES.has(id) ? 'yyyy-mm-dd' : BUILT_IN[id])
  if (code === undefined || /^general$/i.test(code)) return null
  const [positive = ''] = code.split(';')
  const placeholders = positive.replace(NOT_PLACEHOLDERS, '')
  if (placeholders.includes('%')) return { type: 'percent' }
  if (/[ydhs]|m/i.test(placeholders.replace(/general/gi, '')) || ELAPSED.test(positive)) {
    return { type: 'moment', ...partsOf(placeholders, ELAPSED.test(positive)), since1904 }
  }
  return /[0#?]/.test(placeholders) ? moneyFormat(positive) : null
}

function partsOf(placeholders: string, elapsed: boolean): { readonly date: DatePart; readonly time: TimePart } {
  if (elapsed) return { date: 'none', time: 'elapsed' }
  const has = (letter: string) => placeholders.toLowerCase().includes(letter)
  const time = has('s') ? 'seconds' : has('h') ? 'minutes' : 'none'
  if (has('d')) return { date: 'day', time }
  if (has('y')) return { date: has('m') ? 'month' : 'year', time }
  return time === 'none' ? { date: 'month', time } : { date: 'none', time }
}

function moneyFormat(code: string): NumberFormat | null {
  const text = code
    .replace(CURRENCY_IN_BRACKETS, '$1')
    .replace(/\[[^\]]*\]|[_*]./g, '')
    .replace(/\\(.)|"([^"]*)"/g, (_, escaped?: string, quoted?: string) => escaped ?? quoted ?? '')
  const symbol = CURRENCY.exec(text)
  if (symbol === null) return null
  const isBefore = symbol.index < text.search(/[0#?]/)
  const isWord = /\w$/.test(symbol[0])
  if (isBefore) return { type: 'money', before: isWord ? `${symbol[0]} ` : symbol[0], after: '' }
  return { type: 'money', before: '', after: ` ${symbol[0]}` }
}

const STORED_NUMBER = /^-?\d+(?:\.\d+)?(?:E[+-]?\d+)?$/i
const SECONDS_PER_DAY = 86_400
/** Day 0 of a workbook, so that day 61 is 1 March 1900; the first two months are a day off, see below. */
const DAY_0 = Date.UTC(1899, 11, 30)
const DAY_0_OF_1904 = Date.UTC(1904, 0, 1)
/** Spreadsheets count a 29 February 1900 that never was. */
const DAY_THAT_NEVER_WAS = 60
/** The last day of the year 9999. */
const LAST_DAY = 2_958_465

/** A stored number as it is shown, dates in ISO form; null when it is none. All of its digits are kept. */
export function shownNumber(stored: string, format: NumberFormat): string | null {
  const text = stored.trim()
  if (!STORED_NUMBER.test(text)) return null
  const value = Number(text)
  switch (format.type) {
    case 'percent':
      return `${exact(value * 100)}%`
    case 'money':
      return `${value < 0 ? '-' : ''}${format.before}${exact(Math.abs(value))}${format.after}`
    case 'moment':
      return shownMoment(value, format)
    default:
      return assertNever(format)
  }
}

/** Fifteen digits are what spreadsheets keep; what comes after is noise of binary fractions. */
function exact(value: number): string {
  return String(Number(value.toPrecision(15)))
}

function shownMoment(
  value: number,
  { date, time, since1904 }: Extract<NumberFormat, { type: 'moment' }>,
): string | null {
  if (value < 0 || value > LAST_DAY + 1) return null
  const seconds = Math.round(value * SECONDS_PER_DAY)
  if (time === 'elapsed') return clock(seconds, 'seconds')
  const days = since1904 || value >= DAY_THAT_NEVER_WAS ? 0 : 1
  const start = since1904 ? DAY_0_OF_1904 : DAY_0
  const moment = new Date(start + days * SECONDS_PER_DAY * 1000 + seconds * 1000).toISOString()
  const parts = [dateText(moment, date), time === 'none' ? '' : clock(seconds % SECONDS_PER_DAY, time)]
  return parts.filter((part) => part !== '').join(' ')
}

function dateText(moment: string, part: DatePart): string {
  const length = { none: 0, year: 4, month: 7, day: 10 }[part]
  return moment.slice(0, length)
}

function clock(seconds: number, part: 'minutes' | 'seconds'): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const minutes = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`
  return part === 'minutes' ? minutes : `${minutes}:${two(seconds % 60)}`
}

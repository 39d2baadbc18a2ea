import { passesLuhn, remainderOf } from './check-digits.ts'

const DIGITS_OF_CARD = /(?<![\p{L}\d.,-])\d(?:[ -]?\d){11,18}(?![\p{L}\d]|[.,]\d)/gu
/** First digits and lengths of payment cards (ISO/IEC 7812): Visa, Mastercard, Amex, Diners, JCB, Discover, UnionPay, Maestro. */
const CARDS: readonly (readonly [start: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-59]|[689])/, [14, 15, 16, 17, 18, 19]],
  [/^(?:2131|1800)/, [15]],
  [/^35/, [16, 17, 18, 19]],
  [/^(?:6|50|5[6-9])/, [12, 13, 14, 15, 16, 17, 18, 19]],
]

/** Numbers of payment cards: a known beginning and length, and the check digit (Luhn, ISO/IEC 7812-1 annex B). */
export function* findCards(text: string): Generator<readonly [start: number, end: number]> {
  for (const { 0: match, index } of text.matchAll(DIGITS_OF_CARD)) {
    const digits = match.replaceAll(/[ -]/g, '')
    const known = CARDS.some(([start, lengths]) => start.test(digits) && lengths.includes(digits.length))
    if (known && passesLuhn(digits)) yield [index, index + match.length]
  }
}

const IBAN_START = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9])/gi
/** Lengths by country (IBAN registry). */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 ' +
    'FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 ' +
    'LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 ' +
    'SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

/** International bank account numbers: the length of the country and the check digits (mod 97, ISO 13616). */
export function* findIbans(text: string): Generator<readonly [start: number, end: number]> {
  for (const { 0: match, index } of text.matchAll(IBAN_START)) {
    const length = IBAN_LENGTHS.get(match.slice(0, 2).toUpperCase())
    const end = length === undefined ? null : endOfCharacters(text, index, length)
    if (end === null) continue
    const digits = text.slice(index, end).replaceAll(/[ -]/g, '').toUpperCase()
    if (remainderOf(digits.slice(4) + digits.slice(0, 4), 97) === 1) yield [index, end]
  }
}

/** Where so many letters and digits end, with single spaces or hyphens between them; null when there are fewer. */
function endOfCharacters(text: string, start: number, count: number): number | null {
  let at = start
  for (let left = count; left > 0; at += 1) {
    const code = text.charCodeAt(at)
    if (isLetterOrDigit(code)) left -= 1
    else if ((code !== SPACE && code !== HYPHEN) || !isLetterOrDigit(text.charCodeAt(at + 1))) return null
  }
  return isLetterOrDigit(text.charCodeAt(at)) ? null : at
}

const SPACE = 32
const HYPHEN = 45

/** Plain ones only; past the end of a text there is none. */
function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

import { contextBefore } from './personal-data.ts'

const DIGITS_OF_CARD = /(?<![\d.,-])\d(?:[ -]?\d){11,18}(?![\d]|[.,]\d)/g
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

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at])
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
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
    if (remainder97(digits.slice(4) + digits.slice(0, 4)) === 1) yield [index, end]
  }
}

/** Where so many letters and digits end, with single spaces or hyphens between them; null when there are fewer. */
function endOfCharacters(text: string, start: number, count: number): number | null {
  let at = start
  for (let left = count; left > 0; at += 1) {
    if (/[A-Z0-9]/i.test(text[at] ?? '')) left -= 1
    else if (!/[ -]/.test(text[at] ?? '') || !/[A-Z0-9]/i.test(text[at + 1] ?? '')) return null
  }
  return /[A-Z0-9]/i.test(text[at] ?? '') ? null : at
}

function remainder97(characters: string): number {
  let rest = 0
  for (const character of characters) {
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest
}

type IdRule = readonly [pattern: RegExp, isRight: (match: string, before: string) => boolean]

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'
const ID_CONTEXT =
  /\b(?:driver'?s?'? licen[cs]e|licen[cs]e (?:number|no|#)|passport|national id|identity (?:card|number)|id (?:card|number)|tax (?:id|number)|steuer-?id\w*|ausweis\w*|reisepass\w*|pesel|personnummer|social security|ssn|nino|insurance number|nir|dni|nie|cpf)\b/i

/** National identity numbers: those whose form or check digits tell them, and others after a word that does. */
const ID_RULES: readonly IdRule[] = [
  // United States social security number
  [/(?<![\d-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])/g, () => true],
  // United Kingdom national insurance number
  [/\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g, () => true],
  // Spain: DNI and NIE
  [
    /\b[XYZ]?-?\d{7,8}-?[A-Z]\b/g,
    (id) => {
      const plain = id.replaceAll('-', '').replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))
      return plain.length === 9 && DNI_LETTERS[Number(plain.slice(0, -1)) % 23] === plain.at(-1)
    },
  ],
  // France: number of the register of persons
  [
    /(?<!\d)[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}(?!\d)/g,
    (id) => {
      const digits = id.replaceAll(' ', '')
      return 97n - (BigInt(digits.slice(0, 13)) % 97n) === BigInt(digits.slice(13))
    },
  ],
  // Italy: codice fiscale
  [/\b[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b/g, () => true],
  // Brazil: CPF
  [/(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g, () => true],
  [/(?<![\p{L}\p{N}])[A-Z]{0,3}\d[\dA-Z-]{5,14}(?![\p{L}\p{N}])/giu, (_, before) => ID_CONTEXT.test(before)],
]

/** Numbers that states give to people. */
export function* findIds(text: string): Generator<readonly [start: number, end: number]> {
  for (const [pattern, isRight] of ID_RULES) {
    for (const { 0: match, index } of text.matchAll(pattern)) {
      if (isRight(match, contextBefore(text, index))) yield [index, index + match.length]
    }
  }
}

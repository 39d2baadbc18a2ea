import { passesLuhn, remainderOf } from './check-digits.ts'
import { contextBefore } from './personal-data.ts'

/** A form that tells by itself what it is; `isRight` gets the letters and digits alone, in capitals. */
interface IdForm {
  readonly pattern: RegExp
  readonly isRight: (id: string) => boolean
}

const SPANISH_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'
const FINNISH_LETTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY'
/** What characters at odd places of an Italian tax code count: digits, and A to J, first; then K to Z. */
const ITALIAN_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

const SELF_EVIDENT: readonly IdForm[] = [
  // United States: social security number; no check digit, but areas, groups and serials that are never given
  { pattern: /(?<![\d-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])/g, isRight: () => true },
  // United Kingdom: national insurance number; prefixes that are never given
  {
    pattern: /\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g,
    isRight: () => true,
  },
  // Spain: DNI and NIE
  {
    pattern: /\b(?:[XYZ]-?\d{7}|\d{8})-?[A-Z]\b/g,
    isRight: (id) => {
      const digits = id.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))
      return SPANISH_LETTERS[Number(digits) % 23] === id.at(-1)
    },
  },
  // France: number of the register of persons; Corsica counts as 19 and 18
  {
    pattern: /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}(?!\d)/g,
    isRight: (id) => {
      const digits = id.replace('2A', '19').replace('2B', '18')
      return 97 - remainderOf(digits.slice(0, 13), 97) === Number(digits.slice(13))
    },
  },
  // Italy: tax code
  {
    pattern: /\b[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b/g,
    isRight: (id) => {
      const sum = Array.from(id.slice(0, 15)).reduce((total, character, at) => total + italianValue(character, at), 0)
      return String.fromCharCode(65 + (sum % 26)) === id.at(-1)
    },
  },
  // Brazil: CPF
  {
    pattern: /(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g,
    isRight: (id) => brazilianDigit(id.slice(0, 9)) === id[9] && brazilianDigit(id.slice(0, 10)) === id[10],
  },
  // Belgium: number of the national register; a 2 before it for those born since 2000
  {
    pattern: /(?<!\d)\d{2}\.(?:0\d|1[0-2])\.[0-3]\d-\d{3}[.-]\d{2}(?!\d)/g,
    isRight: (id) =>
      ['', '2'].some((century) => 97 - remainderOf(century + id.slice(0, 9), 97) === Number(id.slice(9))),
  },
  // Sweden: personal number; the century does not count
  {
    pattern: /(?<![\d-])(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-+]\d{4}(?![\d-])/g,
    isRight: (id) => passesLuhn(id.slice(-10)),
  },
  // Finland: personal identity code
  {
    pattern: /\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-+A-FU-Y]\d{3}[\dA-FHJ-NPR-Y]\b/g,
    isRight: (id) => {
      const digits = id.slice(0, 6) + id.slice(-4, -1)
      return FINNISH_LETTERS[Number(digits) % 31] === id.at(-1)
    },
  },
  // Norway: birth number
  {
    pattern: /(?<![\d.,-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2} ?\d{5}(?![\d-]|[.,]\d)/g,
    isRight: (id) =>
      weighted(id, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
      weighted(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  },
  // Switzerland: social insurance number
  {
    pattern: /(?<!\d)756\.?\d{4}\.?\d{4}\.?\d{2}(?!\d)/g,
    isRight: (id) => weighted(id, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
  },
  // China: resident identity number
  {
    pattern: /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?![\dX])/g,
    isRight: (id) => {
      const last = id.at(-1) === 'X' ? 10 : Number(id.at(-1))
      return (weighted(id, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) + last) % 11 === 1
    },
  },
]

const CONTEXT =
  /\b(?:driver'?s?'? licen[cs]e|licen[cs]e (?:number|no|#)|passport|national id|identity (?:card|number)|id (?:card|number)|tax(?:payer)? (?:id|identification|number|file number)|steuer-?id\w*|idnr|ausweis\w*|reisepass\w*|sozialversicherungs\w*|pesel|personnummer|personnr|cpr|social (?:security|insurance)|ssn|nino|insurance number|nhs (?:number|no)|nir|dni|nie|cpf|bsn|burgerservicenummer|aadhaar|curp|codice fiscale|pps (?:number|no))\b/i
/** Letters and digits in one piece, or digits in groups. */
const AFTER_CONTEXT = /(?<![\p{L}\p{N}])(?:[A-Z]{0,3}\d[\dA-Z-]{5,14}|\d(?:[ .-]?\d){7,13})(?![\p{L}\p{N}])/giu

/** Numbers that states give to people: forms and check digits that tell them, and any after a word that does. */
export function* findIds(text: string): Generator<readonly [start: number, end: number]> {
  for (const { pattern, isRight } of SELF_EVIDENT) {
    for (const { 0: match, index } of text.matchAll(pattern)) {
      if (isRight(match.replaceAll(/[^\dA-Z]/g, ''))) yield [index, index + match.length]
    }
  }
  for (const { 0: match, index } of text.matchAll(AFTER_CONTEXT)) {
    if (CONTEXT.test(contextBefore(text, index))) yield [index, index + match.length]
  }
}

function weighted(id: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(id[at]), 0)
}

function brazilianDigit(digits: string): string {
  const sum = Array.from(digits).reduce((total, digit, at) => total + Number(digit) * (digits.length + 1 - at), 0)
  return String(((sum * 10) % 11) % 10)
}

/** Digits count as the letters A to J do. */
function italianValue(character: string, at: number): number {
  const place = character <= '9' ? Number(character) : character.charCodeAt(0) - 65
  return at % 2 === 1 ? place : (ITALIAN_ODD[place] ?? 0)
}

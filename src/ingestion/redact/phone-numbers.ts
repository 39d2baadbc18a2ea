import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import { contextBefore } from './personal-data.ts'

const CANDIDATE =
  /(?<![\p{L}\p{N}]|\d[.,/-])(?:\+ ?|\(\+?)?\d(?:[\d().–-]|[ /](?=[\d(])){5,22}\d(?:(?: ?x| ext\.?) ?\d{1,6})?(?![\p{L}\p{N}]|[.,/]\d)/gu
const LEAST_DIGITS = 7
const MOST_DIGITS = 15

/** Numbers that are written like a telephone number and are not one. */
const DAY = '(?:0?[1-9]|[12]\\d|3[01])'
const YEAR = '(?:19|20)\\d{2}'
const SEPARATOR = '[-./ ]'
const DATE = new RegExp(
  `(?<!\\d)(?:${YEAR}${SEPARATOR}(?:0?[1-9]|1[0-2])${SEPARATOR}${DAY}|${DAY}${SEPARATOR}${DAY}${SEPARATOR}${YEAR})(?!\\d)`,
)
/** Years from and to, and rows of decimals. */
const RANGE_OR_DECIMALS = /^\(?(?:1\d|20)\d{2} ?[–-] ?(?:1\d|20)\d{2}\)?$|^\d{1,2}\.\d{1,2}(?: \d{1,2}\.\d{1,2})+$/
const ADDRESS_ON_NETWORK = /^\d{1,3}(?:\.\d{1,3}){3}$/

const CONTEXT =
  /\b(?:tele)?(?:phone|fon|fono|fone)s?\b|\b(?:desk|office|home|work|main|direct|switchboard|zentrale|[ptmf])\s*[:.]\s*$|\b(?:answer\w*|messages?|tel|telefax|fax|mobile?|mobil|cell|handy|call(?:ing|ed)?|dial|ring|text|sms|whatsapp|contact|reach|hotline|móvil|llam\w+|appel\w*|numéro|rufnummer|portable|durchwahl)\b/i
/** Words that name another kind of number right before it. */
const OTHER_NUMBER =
  /\b(?:isbn|issn|order|invoice|ticket|case|article|item|part|serial|account|reference|ref|contract|policy|version|rechnung\w*|bestell\w*|auftrag\w*|artikel\w*|konto\w*|zip|pages?|sections?)\W*(?:nr|no|number|#|id)?\W*(?:is\W*)?$/i

/** Numbers without a country code are tried in these; together they have the lengths and groupings of most others. */
const REGIONS: readonly CountryCode[] = ['US', 'GB', 'DE', 'FR', 'ES', 'IT', 'NL', 'CH', 'AU', 'IN', 'BR', 'DK', 'SE']

/** Telephone numbers: valid with their country code, or grouped like one and valid somewhere, or after a word that says so. */
export function* findPhones(text: string): Generator<readonly [start: number, end: number]> {
  for (const { 0: match, index } of text.matchAll(CANDIDATE)) {
    const digits = match.replace(/(?:x|ext\.?) ?\d+$/, '').replaceAll(/\D/g, '')
    if (digits.length < LEAST_DIGITS || digits.length > MOST_DIGITS) continue
    if ((!match.startsWith('+') && DATE.test(match)) || ADDRESS_ON_NETWORK.test(match) || RANGE_OR_DECIMALS.test(match))
      continue
    if (isPhone(match, contextBefore(text, index))) yield [index, index + match.length]
  }
}

function isPhone(match: string, before: string): boolean {
  if (OTHER_NUMBER.test(before)) return false
  if (/^\(?\+/.test(match)) return parsePhoneNumberFromString(match)?.isPossible() === true
  if (CONTEXT.test(before)) return true
  return isGrouped(match) && REGIONS.some((region) => parsePhoneNumberFromString(match, region)?.isValid() === true)
}

/** A leading zero, an area code in brackets, or three groups: sums and quantities are not written so. */
function isGrouped(match: string): boolean {
  if (/^00?[1-9]/.test(match) && /[ /()-]/.test(match)) return true
  if (/^\(\d{1,5}\)/.test(match)) return true
  return /^\d{2,5}([-.])\d{2,4}\1\d{2,4}(?:\1\d{2,4})*(?: ?x ?\d+)?$/.test(match)
}

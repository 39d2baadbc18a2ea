import { stemmer as arabic } from '@orama/stemmers/arabic'
import { stemmer as danish } from '@orama/stemmers/danish'
import { stemmer as dutch } from '@orama/stemmers/dutch'
import { stemmer as finnish } from '@orama/stemmers/finnish'
import { stemmer as french } from '@orama/stemmers/french'
import { stemmer as german } from '@orama/stemmers/german'
import { stemmer as greek } from '@orama/stemmers/greek'
import { stemmer as hungarian } from '@orama/stemmers/hungarian'
import { stemmer as hindi } from '@orama/stemmers/indian'
import { stemmer as italian } from '@orama/stemmers/italian'
import { stemmer as norwegian } from '@orama/stemmers/norwegian'
import { stemmer as portuguese } from '@orama/stemmers/portuguese'
import { stemmer as romanian } from '@orama/stemmers/romanian'
import { stemmer as russian } from '@orama/stemmers/russian'
import { stemmer as spanish } from '@orama/stemmers/spanish'
import { stemmer as swedish } from '@orama/stemmers/swedish'
import { stemmer as turkish } from '@orama/stemmers/turkish'
import english from 'wink-porter2-stemmer'
import type { Language } from './function-words.ts'

/** The Snowball stemmer of each language that is written in Latin letters. */
export const LATIN_STEMMERS: Readonly<Record<Language, (word: string) => string>> = {
  en: english,
  de: german,
  es: spanish,
  fr: french,
  it: italian,
  pt: portuguese,
  nl: dutch,
  sv: swedish,
  da: danish,
  no: norwegian,
  fi: finnish,
  tr: turkish,
  ro: romanian,
  hu: hungarian,
}

const OTHER_STEMMERS: readonly (readonly [letters: RegExp, stem: (word: string) => string])[] = [
  [/^\p{Script=Cyrillic}/u, russian],
  [/^\p{Script=Arabic}/u, arabic],
  [/^\p{Script=Greek}/u, greek],
  [/^\p{Script=Devanagari}/u, hindi],
]

/**
 * Stem a word that is not in Latin letters by the largest language of its script: for a smaller one, such as Ukrainian, it
 * is a rough stemmer, but passages and questions get the same. Words of other scripts are returned as they are.
 */
export function stemOther(word: string): string {
  const known = OTHER_STEMMERS.find(([letters]) => letters.test(word))
  return known === undefined ? word : known[1](word)
}

import { words } from '../language/words.ts'

/** Letters with at least three digits behind them, such as FY2018 or ISO27001: the digits are often written alone. */
const CODE = /^\p{L}+(\p{N}{3,})$/u

/** A code of the question and its digits. */
export interface Code {
  readonly code: string
  readonly digits: string
}

/** The codes of a question. Other numbers are words already: `Q3-2021` is q3 and 2021, `3.2.1` is 3, 2 and 1 in order. */
export function codesOf(question: string): readonly Code[] {
  return words(question).flatMap((code) => {
    const digits = CODE.exec(code)?.[1]
    return digits === undefined ? [] : [{ code, digits }]
  })
}

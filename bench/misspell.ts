import { assertNever } from '../src/contracts/assert-never.ts'

/** The ways in which a word is written wrongly here: one slip of a finger each. */
export const SLIPS = ['swap', 'drop', 'double', 'replace'] as const
export type Slip = (typeof SLIPS)[number]

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** A word with one slip at a random place, the first letter included; never the word itself. */
export function misspell(word: string, slip: Slip, random: () => number): string {
  for (;;) {
    const misspelt = slipAt(word, slip, Math.floor(random() * word.length), random)
    if (misspelt !== word) return misspelt
    // Two equal letters cannot be swapped: another place, and where all are equal one of them is dropped.
    if (new Set(word).size === 1) return word.slice(1)
  }
}

function slipAt(word: string, slip: Slip, at: number, random: () => number): string {
  const [before, letter, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)]
  switch (slip) {
    case 'swap':
      return before + after.charAt(0) + letter + after.slice(1)
    case 'drop':
      return before + after
    case 'double':
      return before + letter + letter + after
    case 'replace':
      return before + LETTERS.charAt(Math.floor(random() * LETTERS.length)) + after
    default:
      return assertNever(slip)
  }
}

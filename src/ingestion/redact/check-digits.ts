/** The check of payment cards and many other numbers (Luhn, ISO/IEC 7812-1 annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at])
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** The remainder of a number of any length, with letters counted as 10 to 35 (ISO 7064). */
export function remainderOf(characters: string, divisor: number): number {
  let rest = 0
  for (const character of characters) {
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % divisor
  }
  return rest
}

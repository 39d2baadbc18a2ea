/** One line of a text that somebody else wrote: it must not steer the terminal it is shown on. */
export function plainLine(text: string, maximumLength = Number.POSITIVE_INFINITY): string {
  const line = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
  return line.length > maximumLength ? `${line.slice(0, maximumLength)}…` : line
}

/** The value of `name=<number>` among the words of a command line. */
export function numberOf(words: readonly string[], name: string, fallback: number): number {
  return Number(textOf(words, name) ?? fallback)
}

/** The value of `name=<text>` among the words of a command line, or undefined. */
export function textOf(words: readonly string[], name: string): string | undefined {
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1)
}

import { createHash } from 'node:crypto'

/** Length of the random-looking delimiter; twelve hex digits do not occur in a text by accident. */
const FENCE_LENGTH = 12

/** A delimiter that occurs in none of the texts, and is the same for the same texts. */
export function makeFence(texts: readonly string[]): string {
  const all = texts.join('\n')
  for (let attempt = 0; ; attempt += 1) {
    const fence = createHash('sha256').update(`${attempt}\n${all}`).digest('hex').slice(0, FENCE_LENGTH)
    if (!all.includes(fence)) return fence
  }
}

import { words } from '../language/words.ts'
import type { ChatMessage, NumberedPassage } from '../platform/chat-model/chat-model.ts'

/** So many words in a row are not the same by accident, and nearly every rule of the prompt is longer. */
const WORDS_IN_A_ROW = 6

/**
 * Make the check whether a sentence repeats the rules or the fence of a prompt. Documents may use the same words: what a
 * passage itself holds is no secret.
 */
export function createPromptGuard(
  messages: readonly ChatMessage[],
  fence: string,
  passages: readonly NumberedPassage[],
): (sentence: string) => boolean {
  const rules = messages.filter(({ role }) => role === 'system').flatMap(({ content }) => rowsOf(content))
  const held = new Set(passages.flatMap(({ title, heading, text }) => rowsOf([title, ...heading, text].join('\n'))))
  const secret = new Set(rules.filter((row) => !held.has(row)))
  return (sentence) => sentence.toLowerCase().includes(fence) || rowsOf(sentence).some((row) => secret.has(row))
}

function rowsOf(text: string): string[] {
  const all = words(text)
  return all.slice(WORDS_IN_A_ROW - 1).map((_, n) => all.slice(n, n + WORDS_IN_A_ROW).join(' '))
}

/** Characters that show nothing but change what is read: controls, direction overrides, tags. */
const INVISIBLE = /[\p{Cc}\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]+/gu

/** A text without invisible characters and half characters: they become spaces, and outer spaces go. */
export function visibleText(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, ' ').trim()
}

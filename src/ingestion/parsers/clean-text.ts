/** Latin ligatures that PDF fonts keep as one character; a search for "office" must find them. */
const LIGATURES: Readonly<Record<string, string>> = {
  ﬀ: 'ff',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬃ: 'ffi',
  ﬄ: 'ffl',
  ﬅ: 'st',
  ﬆ: 'st',
}
const LIGATURE = /[\uFB00-\uFB06]/g

/** Control characters but tab and line feed; PostgreSQL refuses NUL in a text. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g

/**
 * Characters nobody sees: soft hyphen, zero-width space and joiner of words, byte order mark, bidirectional
 * overrides (they reorder what a reader sees) and tag characters (they hide whole sentences from a reader).
 */
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]/gu

const LINE_ENDS = /\r\n?|[\u2028\u2029\u0085]|\f|\v/g
const SPACES = /[^\S\n]+/g
const SPACES_AT_LINE_ENDS = / ?\n ?/g
const BLANK_LINES = /\n{2,}/g

/** Text without characters a reader cannot see, one kind of line end, and letters instead of ligatures. */
export function removeInvisible(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_ENDS, '\n')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '')
    .replace(LIGATURE, (letter) => LIGATURES[letter] ?? letter)
}

/** Running text of one block: single spaces, no blank line, no space around line breaks. */
export function cleanBlock(text: string): string {
  return removeInvisible(text).replace(SPACES, ' ').replace(SPACES_AT_LINE_ENDS, '\n').replace(BLANK_LINES, '\n').trim()
}

/** Text of a heading, a cell or a title: one line. */
export function cleanLine(text: string): string {
  return removeInvisible(text).replace(/\s+/g, ' ').trim()
}

/** Code keeps its indentation; blank lines inside it shrink to one line break so that a block stays one block. */
export function cleanCode(text: string): string {
  return removeInvisible(text)
    .replace(/[^\S\n]+\n/g, '\n')
    .replace(BLANK_LINES, '\n')
    .replace(/^\n+|\s+$/g, '')
}

/** What stands where a link stood. */
export const REMOVED_LINK = '(link removed)'

const INVISIBLE = /[^\P{Cc}\n\t]|[\u200B\u200E\u200F\u061C\u2060\uFEFF\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/gu
const SCRIPT = /<(script|style)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g
const HTML_TAG =
  /<\/?(?:a|abbr|audio|b|base|blockquote|body|br|button|center|code|dd|details|div|dl|dt|em|embed|font|form|frame|h[1-6]|head|hr|html|i|iframe|img|input|ins|li|link|meta|object|ol|option|p|picture|pre|q|s|select|small|source|span|strong|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|track|u|ul|video)\b[^<>]*>/gi
/** What is left of a tag is kept as text: with a space after it, `<` opens nothing. */
const OPENING_BRACKET = /<(?=[A-Za-z/!?])/g
/** What is left of links and images, perhaps because the other half stands in another sentence: apart they open nothing. */
const HALF_OF_A_LINK = /(\]|!)(?=[[(:])/g
const IMAGE = /!\[([^\]]*)\](?:\([^)]*(?:\)|$)|\[[^\]]*\])/g
const LINK = /\[([^\][]*)\]\([^)]*(?:\)|$)/g
const REFERENCE_LINK = /\[([^\][]*[^\][\d\s,;–-][^\][]*)\]\[[^\]]*\]/g
const LINK_DEFINITION = /^\s*\[[^\]]+\]:\s*\S+.*$/gm
/** A web address or another address that opens something, as it is written in running text. */
export const ADDRESS =
  /\b(?:https?|ftp|file|javascript|vbscript|data|mailto|tel):[^\s<>"']+|\bwww\.[^\s<>"']+|(?<![:\w/])\/\/[\w-]+\.[^\s<>"']+/gi
const TRAILING_PUNCTUATION = /[.,;:!?]*$/
/** A bracket that closes what opened before the address is not part of it. */
const TRAILING_PUNCTUATION_AND_BRACKETS = /[.,;:!?)\]]*$/

/**
 * Make text from a model or a document harmless for whatever shows it: no HTML, no images, no links, no invisible or
 * direction-changing characters. Addresses written out are removed as well unless `keepAddresses` is set: a model never
 * writes links, while a quoted document may name its own.
 */
export function cleanModelText(text: string, { keepAddresses = false } = {}): string {
  let clean = text.toWellFormed().replace(INVISIBLE, '')
  // Removing one construct can form another one around it, so repeat until nothing changes.
  for (let before = ''; before !== clean; ) {
    before = clean
    clean = clean.replace(SCRIPT, '').replace(COMMENT, '').replace(HTML_TAG, '')
    clean = clean.replace(IMAGE, '$1').replace(LINK, '$1').replace(REFERENCE_LINK, '$1').replace(LINK_DEFINITION, '')
  }
  if (!keepAddresses) clean = clean.replace(ADDRESS, removeAddress)
  return clean.replace(OPENING_BRACKET, '< ').replace(HALF_OF_A_LINK, '$1 ').trim()
}

function removeAddress(address: string): string {
  const trailing = /[([]/.test(address) ? TRAILING_PUNCTUATION : TRAILING_PUNCTUATION_AND_BRACKETS
  return REMOVED_LINK + (trailing.exec(address)?.[0] ?? '')
}

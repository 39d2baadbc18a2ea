import type { Analyser } from '../language/analyser.ts'

interface NegationWords {
  /** Turn what is said into its opposite. */
  readonly not: RegExp
  /** Say the opposite in a word of their own, so that no "not" is needed. */
  readonly like: RegExp
}

/** Languages without an entry are not checked. */
const LANGUAGES: Readonly<Record<string, NegationWords>> = {
  en: {
    not: /\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without)\b|n['’]t\b/i,
    like: /\b(?:exclu\w+|except\w*|forbid\w*|forbad\w*|prohibit\w*|den(?:y|ies|ied)|refus\w*|unless|only|lack\w*|reject\w*|fail\w*|stop\w*|ban(?:s|ned)?|avoid\w*|instead|rather|free|zero|limit\w*|until|before|after|(?:un|in|non|dis)-?\w{4,})\b/i,
  },
  de: {
    not: /\b(?:nicht|nichts|kein\w*|nie|niemals|niemand|ohne|weder)\b/i,
    like: /(?:ausgeschlossen|verboten|untersagt|außer|ausgenommen|abgelehnt|unzulässig|nur|frei|erst|bis)/i,
  },
}
/** "No later than" is "by": nothing is denied. */
const NO_NEGATION =
  /\bno (?:later|less|more|fewer|earlier|matter|longer) (?:than)?|\bnot (?:only|later|less|more)\b|\bno\. ?\d/gi
const CLAUSES = /[,;:.!?()–—]|\b(?:but|and|or|while|whereas|although|aber|und|oder|während|sondern)\b/i

/**
 * A short remark when a sentence says "not" where the words that carry it do not, or leaves out a "not" of the part that
 * carries it; null when both agree, or the language is not checked.
 */
export function contradictsNegation(sentence: string, quotes: readonly string[], analyser: Analyser): string | null {
  const negation = LANGUAGES[analyser.language]
  if (negation === undefined || quotes.length === 0) return null
  const says = (text: string) => negation.not.test(text.replace(NO_NEGATION, ' '))
  const implies = (text: string) => says(text) || negation.like.test(text)
  if (says(sentence)) return quotes.some(implies) ? null : 'not'
  if (implies(sentence)) return null
  return quotes.every((quote) => says(carryingClause(sentence, quote, says, analyser))) ? 'without "not"' : null
}

/** The part of a quote that shares most with a sentence; of equal ones the one that denies nothing. */
function carryingClause(sentence: string, quote: string, says: (text: string) => boolean, analyser: Analyser): string {
  const claimed = new Set(analyser.analyse(sentence))
  const weighed = quote.split(CLAUSES).map((clause) => {
    const shared = new Set(analyser.analyse(clause).filter((term) => claimed.has(term))).size
    return { clause, weight: shared * 2 - Number(says(clause)) }
  })
  return weighed.toSorted((a, b) => b.weight - a.weight)[0]?.clause ?? ''
}

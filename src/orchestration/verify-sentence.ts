import type { Analyser } from '../language/analyser.ts'
import type { NumberedPassage } from '../platform/chat-model/chat-model.ts'
import { cleanModelText, REMOVED_LINK } from './clean-model-text.ts'
import { findSupport, numbersStandIn, type Support, shareOf } from './find-support.ts'
import type { DraftSentence } from './read-answer.ts'

/** Words of a passage that carry a sentence: `passage.text.slice(start, end)`. */
export interface Evidence {
  readonly number: number
  readonly start: number
  readonly end: number
}

/** A sentence that may be shown: cleaned, and carried by at least one passage. */
export interface VerifiedSentence {
  readonly text: string
  /** Share of the sentence's terms that its evidence holds, 0 to 1. */
  readonly support: number
  readonly evidence: readonly Evidence[]
}

/** A paraphrase keeps at least about half of the content words; below that the cited passage speaks of something else. */
const SUPPORT_OF_A_CITED_SENTENCE = 0.5
/** Each of several cited passages must carry its part. */
const PART_OF_SEVERAL = 0.25
/** Without a citation to go by, only nearly the same words show where a sentence comes from. */
const SUPPORT_OF_AN_UNCITED_SENTENCE = 0.8

/**
 * Check a sentence against the passages that were sent, or return null when it must not be shown. Numbers never sent are
 * dropped; a sentence its citations do not carry gets the passage that nearly says the same, if there is one.
 * The check compares words: it finds invented facts and figures, not a twisted "not".
 */
export function verifySentence(
  draft: DraftSentence,
  passages: readonly NumberedPassage[],
  analyser: Analyser,
): VerifiedSentence | null {
  const text = cleanModelText(draft.text)
  const claim = text.replaceAll(REMOVED_LINK, ' ')
  const cited = passages.filter(({ number }) => draft.numbers.includes(number))
  return verifyCited(text, claim, cited, analyser) ?? verifyUncited(text, claim, passages, analyser)
}

/** Check a quote: its words must stand in the cited passage exactly as they are. */
export function verifyQuote(draft: DraftSentence, passages: readonly NumberedPassage[]): VerifiedSentence | null {
  const passage = passages.find(({ number }) => draft.numbers.includes(number))
  const start = passage?.text.indexOf(draft.text) ?? -1
  // "[2]" in a quoted text would be read as a footnote of the answer.
  const text = cleanModelText(draft.text, { keepAddresses: true }).replace(/\[(\d+)\]/g, '($1)')
  if (passage === undefined || start < 0 || text === '') return null
  return { text, support: 1, evidence: [{ number: passage.number, start, end: start + draft.text.length }] }
}

function verifyCited(
  text: string,
  claim: string,
  cited: readonly NumberedPassage[],
  analyser: Analyser,
): VerifiedSentence | null {
  if (cited.length === 0 || !numbersStandIn(claim, cited.map(textOf))) return null
  const found = cited.map((passage) => findSupport(claim, passage, analyser)).filter((support) => support !== null)
  const alone = found.filter(({ share }) => share >= SUPPORT_OF_A_CITED_SENTENCE)
  if (alone.length > 0)
    return { text, support: Math.max(...alone.map(({ share }) => share)), evidence: alone.map(toEvidence) }
  const parts = found.filter(({ share }) => share >= PART_OF_SEVERAL)
  const held = new Set(parts.flatMap(({ terms }) => [...terms]))
  const together = shareOf(new Set(analyser.analyse(claim)), held, new Set())
  if (parts.length < 2 || together < SUPPORT_OF_A_CITED_SENTENCE) return null
  return { text, support: together, evidence: parts.map(toEvidence) }
}

function verifyUncited(
  text: string,
  claim: string,
  passages: readonly NumberedPassage[],
  analyser: Analyser,
): VerifiedSentence | null {
  const carrying = passages.filter((passage) => numbersStandIn(claim, [textOf(passage)]))
  let best: Support | null = null
  for (const passage of carrying) {
    const support = findSupport(claim, passage, analyser)
    if (support !== null && support.share > (best?.share ?? 0)) best = support
  }
  if (best === null || best.share < SUPPORT_OF_AN_UNCITED_SENTENCE) return null
  return { text, support: best.share, evidence: [toEvidence(best)] }
}

function textOf({ title, heading, text }: NumberedPassage): string {
  return [title, ...heading, text].join('\n')
}

function toEvidence({ number, start, end }: Support): Evidence {
  return { number, start, end }
}

import type { Analyser } from '../language/analyser.ts'
import type { NumberedPassage } from '../platform/chat-model/chat-model.ts'
import { cleanModelText, REMOVED_LINK } from './clean-model-text.ts'
import { findSupport, type Support, shareOf } from './find-support.ts'
import { findUnsupported } from './find-unsupported.ts'
import type { DraftSentence } from './read-answer.ts'

/** Words of a passage that carry a sentence: `passage.text.slice(start, end)`. */
export interface Evidence {
  readonly number: number
  readonly start: number
  readonly end: number
}

/** A sentence, cleaned, with the words of the passages it cites that carry it best. */
export interface VerifiedSentence {
  readonly text: string
  /** Share of the sentence's terms that its evidence holds, 0 to 1. */
  readonly support: number
  readonly evidence: readonly Evidence[]
  /**
   * There when its passages do not carry it: the numbers, names and "not" it adds. Empty when it adds none and only shares too
   * few words with them, as a free paraphrase does.
   */
  readonly unsupported?: readonly string[]
  /** There for the item of a list: what it begins with, `-` or `3.`. */
  readonly mark?: string
}

/** A paraphrase keeps at least about half of the content words; below that the cited passage speaks of something else. */
export const SUPPORT_OF_A_CITED_SENTENCE = 0.5
/** Each of several cited passages must carry its part. */
const PART_OF_SEVERAL = 0.25
/** Without a citation to go by, only nearly the same words show where a sentence comes from. */
const SUPPORT_OF_AN_UNCITED_SENTENCE = 0.8

/**
 * Check a sentence against the passages that were sent. Numbers never sent are dropped; a sentence its citations do not carry
 * gets the passage that nearly says the same, if there is one. One that no passage carries is `unsupported`, and null when it
 * cites nothing that was sent: such a sentence can never be shown.
 * The check compares words: it finds invented facts, figures and names and a lost "not", not every twist of a meaning.
 */
export function verifySentence(
  draft: DraftSentence,
  passages: readonly NumberedPassage[],
  analyser: Analyser,
): VerifiedSentence | null {
  const text = cleanModelText(draft.text)
  const claim = text.replaceAll(REMOVED_LINK, ' ')
  const cited = passages.filter(({ number }) => draft.numbers.includes(number))
  return (
    verifyCited(text, claim, cited, analyser) ??
    verifyUncited(text, claim, passages, analyser) ??
    markUnsupported(text, claim, cited, analyser)
  )
}

function verifyCited(
  text: string,
  claim: string,
  cited: readonly NumberedPassage[],
  analyser: Analyser,
): VerifiedSentence | null {
  if (cited.length === 0) return null
  const found = cited.map((passage) => findSupport(claim, passage, analyser)).filter((support) => support !== null)
  const alone = found.filter(({ share }) => share >= SUPPORT_OF_A_CITED_SENTENCE)
  if (alone.length > 0)
    return whenSupported(
      { text, support: Math.max(...alone.map(({ share }) => share)), evidence: alone.map(toEvidence) },
      claim,
      cited,
      analyser,
    )
  const parts = found.filter(({ share }) => share >= PART_OF_SEVERAL)
  const held = new Set(parts.flatMap(({ terms }) => [...terms]))
  const together = shareOf(new Set(analyser.analyse(claim)), held, new Set())
  if (parts.length < 2 || together < SUPPORT_OF_A_CITED_SENTENCE) return null
  return whenSupported({ text, support: together, evidence: parts.map(toEvidence) }, claim, cited, analyser)
}

function verifyUncited(
  text: string,
  claim: string,
  passages: readonly NumberedPassage[],
  analyser: Analyser,
): VerifiedSentence | null {
  const found = passages
    .map((passage) => findSupport(claim, passage, analyser))
    .filter((support) => support !== null)
    .filter(({ share }) => share >= SUPPORT_OF_AN_UNCITED_SENTENCE)
    .toSorted((a, b) => b.share - a.share)
  for (const support of found) {
    const verified = { text, support: support.share, evidence: [toEvidence(support)] }
    const passage = passages.filter(({ number }) => number === support.number)
    if (whenSupported(verified, claim, passage, analyser) !== null) return verified
  }
  return null
}

/** The sentence when the passages say each of its numbers and names, and its "not". */
function whenSupported(
  verified: VerifiedSentence,
  claim: string,
  passages: readonly NumberedPassage[],
  analyser: Analyser,
): VerifiedSentence | null {
  const quotes = quotesOf(verified.evidence, passages)
  return findUnsupported(claim, { texts: passages.map(textOf), quotes }, analyser).length === 0 ? verified : null
}

function markUnsupported(
  text: string,
  claim: string,
  cited: readonly NumberedPassage[],
  analyser: Analyser,
): VerifiedSentence | null {
  const found = cited.map((passage) => findSupport(claim, passage, analyser)).filter((support) => support !== null)
  const [best] = found.toSorted((a, b) => b.share - a.share)
  const [first] = cited
  if (first === undefined) return null
  // Without a word in common, as between two languages, it can rest on any part of the passage.
  const evidence = [best === undefined ? { number: first.number, start: 0, end: first.text.length } : toEvidence(best)]
  const quotes = quotesOf(evidence, cited)
  const unsupported = findUnsupported(claim, { texts: cited.map(textOf), quotes }, analyser)
  return { text, support: 0, evidence, unsupported }
}

function quotesOf(evidence: readonly Evidence[], passages: readonly NumberedPassage[]): readonly string[] {
  return evidence.flatMap(({ number, start, end }) =>
    passages.filter((passage) => passage.number === number).map(({ text }) => text.slice(start, end)),
  )
}

function textOf({ title, heading, text }: NumberedPassage): string {
  return [title, ...heading, text].join('\n')
}

function toEvidence({ number, start, end }: Support): Evidence {
  return { number, start, end }
}

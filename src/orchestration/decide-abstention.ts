import { ABSTENTION, type AnswerEnvelope, type HowMade } from '../contracts/orchestration.ts'
import type { RankedPassage } from '../contracts/retrieval.ts'
import type { Analyser } from '../language/analyser.ts'
import type { WeighedQuestion } from '../language/weighed-question.ts'

/** A person who gets no answer reads three passages, hardly more. */
const NEAREST_PASSAGES = 3

/** True when a passage, with its title and headings, holds enough of what is asked to let a model speak at all. */
export function hasEnoughEvidence(
  question: WeighedQuestion,
  passages: readonly Pick<RankedPassage, 'title' | 'heading' | 'text'>[],
  analyser: Analyser,
): boolean {
  return passages.some(({ title, heading, text }) => {
    const held = new Set(analyser.analyse([title, ...heading, text].join('\n')))
    const share = question.share(held)
    return share > 0 && share >= question.neededShare
  })
}

const SOURCES = '(?:passages?|documents?|sources?|contexts?|texts?|excerpts?|information(?: provided| given)?)'
const NOT = "(?:do(?:es)? not|don['’]t|doesn['’]t|did not|cannot|can['’]t|could not|couldn['’]t)"
const ADMISSIONS = [
  new RegExp(`\\bI(?:['’]m| am) (?:not able|unable) to (?:answer|find|determine|say)\\b`, 'i'),
  new RegExp(`\\bI ${NOT} (?:have|know|find|answer|determine|see)\\b`, 'i'),
  new RegExp(
    `\\b${SOURCES}\\b[^.]{0,40} ${NOT} (?:\\w+ )?(?:contain|provide|mention|include|specify|say|state|hold|answer|address)`,
    'i',
  ),
  /\b(?:there is|there's) no (?:information|mention)\b|\b(?:is|are) not (?:mentioned|specified|stated) in the (?:passages?|documents?|context|sources?|text)\b/i,
]

/** True when a sentence of a model says that it cannot answer. */
export function isAdmission(sentence: string): boolean {
  return sentence.includes(ABSTENTION) || ADMISSIONS.some((pattern) => pattern.test(sentence))
}

/**
 * The envelope of an answer that is none: the fixed sentence, the passages that came nearest, and how many documents could
 * not be read.
 */
export function abstentionEnvelope(
  passages: readonly RankedPassage[],
  unreadable: number,
  made: HowMade,
): AnswerEnvelope {
  const nearest = passages.slice(0, NEAREST_PASSAGES)
  return {
    outcome: 'abstained',
    answer: ABSTENTION,
    sentences: [],
    citations: [],
    confidence: 0,
    confidence_level: 'low',
    nearest_passages: nearest.map(
      ({ document_id, version, passage_id, title, page, heading, text, relevance_score }) => ({
        document_id,
        version,
        passage_id,
        title,
        page,
        heading,
        text,
        relevance_score,
      }),
    ),
    ...(unreadable > 0 ? { unreadable_documents: unreadable } : {}),
    ...made,
  }
}

/** A sentence and where it stands: `text.slice(start, end)`, without surrounding white space. */
export interface Sentence {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Abbreviations after which Intl.Segmenter would end a sentence too early. */
const ABBREVIATION =
  /(?:\b(?:e\.g|i\.e|etc|vs|cf|Dr|Mr|Mrs|Ms|Prof|St|No|Nos|Fig|Sec|Art|Inc|Ltd|Co|Corp|approx|p|pp|U\.S)\.|\b[A-Z]\.)\s*$/

/** Split a text into sentences. Line breaks end a sentence: list items and table rows are sentences of their own. */
export function splitSentences(text: string): Sentence[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
  const sentences: Sentence[] = []
  let lineStart = 0
  for (const line of text.split('\n')) {
    let start = lineStart
    for (const { segment, index } of segmenter.segment(line)) {
      const end = lineStart + index + segment.length
      const isLast = index + segment.length === line.length
      if (!isLast && ABBREVIATION.test(segment)) continue
      pushTrimmed(sentences, text, start, end)
      start = end
    }
    lineStart += line.length + 1
  }
  return sentences
}

function pushTrimmed(sentences: Sentence[], text: string, start: number, end: number): void {
  const raw = text.slice(start, end)
  const trimmed = raw.trim()
  if (trimmed === '') return
  const from = start + raw.indexOf(trimmed)
  sentences.push({ text: trimmed, start: from, end: from + trimmed.length })
}

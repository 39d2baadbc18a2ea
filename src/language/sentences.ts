/** A sentence and where it stands: `text.slice(start, end)`, without surrounding white space. */
export interface Sentence {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Abbreviations that stand before a name or go on: Intl.Segmenter ends a sentence after them when a capital follows. */
const TITLE_OR_LINK =
  /\b(?:e\.g|i\.e|vs|cf|al|incl|approx|resp|Dr|Mr|Mrs|Ms|Messrs|Prof|Rev|Hon|Gen|St|Mt|Inc|Ltd|Co|Corp|U\.S|U\.K|z\.B|d\.h|bzw|ca)\.\s*$/

/** Abbreviations that announce a number: "No. 5" goes on, "The answer is No. Then …" does not. */
const BEFORE_NUMBER = /\b(?:Nos?|Nr|pp?|Figs?|Secs?|Arts?|Abs|Vol|Ch|Eqs?|Tab|paras?|§+)\.\s*$/i
const NUMBER_FOLLOWS = /^\s*[(§]?(?:\d|[IVX]+\b)/

/** The initial of a name, "John F. Kennedy", but not the letter of a thing: "Medicare Part B. You must enrol." */
const INITIAL =
  /(?<!\b(?:[Pp]art|[Pp]lan|[Aa]ppendix|[Aa]nnex|[Ss]chedule|[Ss]ection|[Cc]lass|[Tt]ype|[Oo]ption|[Ee]xhibit|[Gg]roup|[Tt]ier|[Cc]ategory|[Gg]rade|[Ll]evel|[Vv]itamin|[Hh]epatitis)\s)\b\p{Lu}\.\s*$/u

/** "3.", "b)" or "iv." alone is the number of a list item, not a sentence. */
const LIST_NUMBER = /^\s*\(?(?:\d+(?:\.\d+)*|\p{L}|[ivx]+)[.)]\s*$/iu

/** Made when it is first needed, because that can take a tenth of a second; making one for each text takes longer than reading it. */
let rules: Intl.Segmenter | null = null

/** Split a text into sentences. Line breaks end a sentence: list items and table rows are sentences of their own. */
export function splitSentences(text: string): Sentence[] {
  const segmenter = (rules ??= new Intl.Segmenter('en', { granularity: 'sentence' }))
  const sentences: Sentence[] = []
  let lineStart = 0
  for (const line of text.split('\n')) {
    let start = 0
    for (const { segment, index } of segmenter.segment(line)) {
      const end = index + segment.length
      if (end < line.length && goesOn(line, start, end)) continue
      pushTrimmed(sentences, text, lineStart + start, lineStart + end)
      start = end
    }
    lineStart += line.length + 1
  }
  return sentences
}

/** Everything that is looked at before a boundary fits into this many characters. */
const LOOK_BACK = 40

/** True when the segmenter's boundary at `end` is not the end of the sentence that began at `start`. */
function goesOn(line: string, start: number, end: number): boolean {
  const before = line.slice(Math.max(start, end - LOOK_BACK), end)
  if (TITLE_OR_LINK.test(before) || INITIAL.test(before)) return true
  if (end - start < LOOK_BACK && LIST_NUMBER.test(before)) return true
  return BEFORE_NUMBER.test(before) && NUMBER_FOLLOWS.test(line.slice(end, end + LOOK_BACK))
}

function pushTrimmed(sentences: Sentence[], text: string, start: number, end: number): void {
  const raw = text.slice(start, end)
  const trimmed = raw.trim()
  if (trimmed === '') return
  const from = start + raw.indexOf(trimmed)
  sentences.push({ text: trimmed, start: from, end: from + trimmed.length })
}

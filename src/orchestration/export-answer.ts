import type { AnswerDetails, PastAnswer } from '../contracts/answers.ts'
import { REMOVED_SENTENCE } from '../contracts/removed-sentence.ts'

type Citation = PastAnswer['citations'][number]
type Sentence = PastAnswer['sentences'][number]

/** Where an answer stands in a longer text: how deep its heading is, and what its footnotes are called before their number. */
interface Place {
  readonly level: 1 | 2
  readonly footnotes: string
}
/** Nothing of a document gets into an export except through `plain`. */
const AROUND_ITEMS = /^(?:\n{1,2})?(?:-|\d{1,3}\.) $|^\n\n$/
const ALONE: Place = { level: 1, footnotes: '' }

/** A question and its answer as Markdown with footnotes, to be kept or sent on. */
export function exportAnswer({ query, asked_at, answer, sources_changed }: AnswerDetails, where = ALONE): string {
  const written = answer === null ? ['This question was not answered.'] : blocksOf(answer, where)
  const blocks = [`${'#'.repeat(where.level)} ${plain(query)}`, ...written]
  const note = sources_changed ? ' Its sources have changed since.' : ''
  return `${[...blocks, '---', `Asked on ${minute(asked_at)} UTC.${note}`].join('\n\n')}\n`
}

function blocksOf(answer: PastAnswer, where: Place): string[] {
  const { sentences, citations, nearest_passages, confidence_level, made_by } = answer
  const how = made_by.mode === 'extractive' ? 'in words of the documents' : `by ${plain(made_by.model)}`
  if (sentences.length === 0) return [plain(answer.answer), ...nearest_passages.map(nearest)]
  return [
    sentences.map((each, index) => before(answer, index) + sentence(each, where)).join(''),
    ...citations.map((each) => footnote(each, where)),
    `Confidence: ${confidence_level}. Written ${how}.`,
  ]
}

/** What stands before a sentence: the line and mark of a list item, the end of a list, or a space. */
function before({ answer, sentences }: PastAnswer, index: number): string {
  const gap = answer.slice(sentences[index - 1]?.end ?? 0, sentences[index]?.start)
  if (AROUND_ITEMS.test(gap)) return gap
  return index === 0 ? '' : ' '
}

function sentence({ text, citations }: Sentence, { footnotes }: Place): string {
  const words = text === REMOVED_SENTENCE ? `*${plain(text)}*` : plain(text)
  return `${words}${citations.map((number) => `[^${footnotes}${number}]`).join('')}`
}

function footnote(citation: Citation, { footnotes }: Place): string {
  const mark = `[^${footnotes}${citation.number}]:`
  if (!('document_id' in citation)) return `${mark} ${plain('[deleted]')}`
  const changed = citation.source_state === 'changed' ? ' *There is a newer version of this document.*' : ''
  return `${mark} ${place(citation)}, version ${citation.version}: "${plain(citation.quote)}"${changed}`
}

function nearest(passage: PastAnswer['nearest_passages'][number]): string {
  return 'document_id' in passage ? `> ${place(passage)}: "${plain(passage.text)}"` : `> *${plain(REMOVED_SENTENCE)}*`
}

function place({
  title,
  page,
  heading,
}: {
  readonly title: string
  readonly page: number | null
  readonly heading: readonly string[]
}): string {
  const parts = [`**${plain(title)}**`, ...(page === null ? [] : [`page ${page}`]), ...heading.map(plain)]
  return parts.join(', ')
}

/** Words of documents and models are words: whatever they hold means nothing in Markdown, and stays on its line. */
export function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<|~&$]/g, '\\$&')
    .replace(/^[-+=>#]/, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2')
}

function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ')
}

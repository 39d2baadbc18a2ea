import type { Page } from 'playwright-core'
import type { AnswerDetails, AnswerPage } from '../src/contracts/answers.ts'
import type { DocumentSummary } from '../src/contracts/documents.ts'
import type { Citation } from '../src/contracts/orchestration.ts'
import { splitSentences } from '../src/language/sentences.ts'
import { type AskingSite, type BytesToSend, openAskingSite } from './asking-site.ts'
import { CITED_FORMATS, type CitedFormat, readCitedFiles } from './cited-files.ts'
import { numberOf, textOf } from './command-words.ts'
import { dataFolder } from './data-folder.ts'
import { markedWords } from './marked-words.ts'
import { seededRandom, shuffled } from './seeded-random.ts'

/**
 * Are the words under the mark the quoted ones? Sentences of real files are asked in a real browser against a real server,
 * the footnotes of the answers are opened, and what stands under the mark is compared with the quote, letters and digits
 * only: the marked text, or the words of the page whose middle lies in a rectangle.
 * Run: node bench/highlights.ts [citations=200] [only=pdf|docx|html|markdown|mail]
 */
const LEAST_SHARE = 0.95
const FILE_READ_WITHIN_IN_MS = 600_000
const ANSWERED_WITHIN_IN_MS = 120_000
/** Of one answer, so that many documents are seen. */
const MOST_OF_AN_ANSWER = 2
const SENTENCES_OF_A_DOCUMENT = 40
const SHORTEST_IN_WORDS = 6
const LONGEST_IN_LETTERS = 300

const words = process.argv.slice(2)
const only = textOf(words, 'only')
const formats = (Object.keys(CITED_FORMATS) as CitedFormat[]).filter((format) => only === undefined || format === only)
const perFormat = Math.ceil(numberOf(words, 'citations', 200) / formats.length)
const random = seededRandom(8)

const data = dataFolder()
const site = data === null ? null : await openAskingSite()
if (data !== null && site !== null) await measure(site, await readCitedFiles(data))

async function measure(opened: AskingSite, files: readonly BytesToSend[]): Promise<void> {
  await using site = opened
  const ready = await addAll(site, files)
  const total = { opened: 0, right: 0, unmarked: 0, out_of_view: 0 }
  for (const format of formats) {
    const own = ready.filter(({ media_type }) => media_type === CITED_FORMATS[format])
    const sum = await openCitations(site, own)
    console.log(JSON.stringify({ format, documents: own.length, ...sum }))
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += sum[name]
  }
  const share = Number((total.right / Math.max(1, total.opened)).toFixed(3))
  console.log(JSON.stringify({ ...total, share, least: LEAST_SHARE }))
}

/** Put the files into the library; those that cannot be read are left out. */
async function addAll({ library }: AskingSite, files: readonly BytesToSend[]): Promise<readonly DocumentSummary[]> {
  for (const { name, bytes } of files) {
    const body = new FormData()
    body.append('files', new File([bytes], name))
    await library.fetch('/api/documents', { method: 'POST', body })
  }
  return (await library.settled(FILE_READ_WITHIN_IN_MS)).filter(({ state }) => state === 'ready')
}

async function openCitations(site: AskingSite, documents: readonly DocumentSummary[]) {
  const sum = { opened: 0, right: 0, unmarked: 0, out_of_view: 0 }
  const ids = new Set(documents.map(({ id }) => id))
  for (const question of await questionsAbout(site, documents)) {
    const page = await site.open()
    const citations = await ask(page, site, question)
    const wanted = citations.filter(({ document_id }) => ids.has(document_id)).slice(0, MOST_OF_AN_ANSWER)
    for (const citation of wanted) {
      if (sum.opened === perFormat) break
      await openAndCompare(page, citation, sum)
    }
    await page.close()
    if (sum.opened === perFormat) break
  }
  return sum
}

/** Sentences of the documents: one of each, then another one of each, and so on. */
async function questionsAbout(
  { library }: AskingSite,
  documents: readonly DocumentSummary[],
): Promise<readonly string[]> {
  const sentences: (readonly string[])[] = []
  for (const { id, title } of documents) {
    const passages = await library.search(title, { document_ids: [id] })
    const all = passages.flatMap(({ text }) => splitSentences(text).map((sentence) => sentence.text))
    sentences.push(shuffled(all.filter(isProse), random).slice(0, SENTENCES_OF_A_DOCUMENT))
  }
  return Array.from({ length: SENTENCES_OF_A_DOCUMENT }, (_, n) => sentences.flatMap((own) => own[n] ?? [])).flat()
}

function isProse(sentence: string): boolean {
  return sentence.length <= LONGEST_IN_LETTERS && (sentence.match(/\p{L}{2,}/gu) ?? []).length >= SHORTEST_IN_WORDS
}

/** Ask in the browser, and read the answer from the history: a browser does not keep what it was streamed. */
async function ask(page: Page, { library }: AskingSite, question: string): Promise<readonly Citation[]> {
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  await page.locator('article[aria-busy="false"]').waitFor({ timeout: ANSWERED_WITHIN_IN_MS })
  const history = (await (await library.fetch('/api/answers?limit=1')).json()) as AnswerPage
  const [newest] = history.answers
  if (newest?.query !== question) throw new Error(`no answer to “${question}”`)
  const { answer } = (await (await library.fetch(`/api/answers/${newest.id}`)).json()) as AnswerDetails
  return (answer?.citations ?? []).flatMap((citation) => ('quote' in citation ? [citation] : []))
}

async function openAndCompare(
  page: Page,
  { number, quote, title }: Citation,
  sum: { opened: number; right: number; unmarked: number; out_of_view: number },
): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`^Footnote ${number}\\b`) })
    .first()
    .click()
  await page.getByRole('heading', { name: `Source ${number}`, exact: true }).waitFor()
  const marked = await markedWords(page)
  const isRight = sameLetters(marked.words, quote)
  sum.opened += 1
  sum.right += Number(isRight)
  sum.unmarked += Number(marked.shown === 'none')
  sum.out_of_view += Number(marked.shown !== 'none' && !marked.inView)
  if (!isRight) console.log(`${title} (${marked.shown})\n  quote ${quote}\n  under ${marked.words}`)
}

/** In any order: a page draws its words in another one than they are read in, and some scripts their letters too. */
function sameLetters(one: string, other: string): boolean {
  return lettersOf(one) === lettersOf(other)
}

function lettersOf(text: string): string {
  const letters =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]/gu) ?? []
  return letters.toSorted().join('')
}

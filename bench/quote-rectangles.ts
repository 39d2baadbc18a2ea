import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { joinBrokenParagraphs } from '../src/ingestion/parsers/pdf-blocks.ts'
import { locateOnPage } from '../src/ingestion/parsers/pdf-locate.ts'
import { lettersOf, type PdfPage } from '../src/ingestion/parsers/pdf-page.ts'
import { readPdf } from '../src/ingestion/parsers/pdf-read.ts'
import { prepareRecognition } from '../src/ingestion/prepare-recognition.ts'
import { splitSentences } from '../src/language/sentences.ts'
import { dataFolder } from './data-folder.ts'

/**
 * Looks for every sentence of PDF files on the page it was read from, as the rectangles of a citation are looked for.
 * Pages are read one by one, with pieces of single words, as for a citation. By default the files of the Northwind
 * corpus, or those whose name contains the given part.
 * Run: node bench/quote-rectangles.ts [part of a file name]
 */
const NORTHWIND = /^(?:employee_handbook|Northwind_|role_library|PerksPlus|Benefit_Options)/
const SHORTEST_IN_LETTERS = 10

const data = dataFolder()
if (data === null) process.exit()
const folder = join(data, 'documents', 'pdf')
const [part] = process.argv.slice(2)
const names = readdirSync(folder).filter(
  (name) => name.endsWith('.pdf') && (part === undefined ? NORTHWIND.test(name) : name.includes(part)),
)
const recognition = await prepareRecognition({ mode: 'auto', languages: ['eng'] })
const totals = { sentences: 0, words: 0, block: 0, page: 0, crossing: 0 }
const show = process.env['FOOTNOTE_SHOW_MISSES'] !== undefined

function measure(page: PdfPage): void {
  for (const block of joinBrokenParagraphs(page.blocks)) {
    for (const { start, end } of splitSentences(block.text)) {
      const sentence = block.text.slice(start, end)
      if (lettersOf(sentence).length < SHORTEST_IN_LETTERS) continue
      const { precision, rectangles } = locateOnPage(page, sentence)
      totals.sentences += 1
      totals[precision] += 1
      if (rectangles.some(({ x, y, width }) => x < -1 || y < -1 || x + width > page.width)) totals.crossing += 1
      if (show && precision !== 'words') console.log(`${precision.padEnd(6)} p${page.number} ${sentence.slice(0, 140)}`)
    }
  }
}

for (const name of names) {
  const before = { ...totals }
  const bytes = readFileSync(join(folder, name))
  try {
    const { totalPages } = await readPdf(bytes, { recognition }, { page: 1 })
    for (let page = 1; page <= totalPages; page += 1) {
      const { pages } = await readPdf(bytes, { recognition }, { page })
      pages.forEach(measure)
    }
  } catch (error) {
    console.log(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
  const sentences = totals.sentences - before.sentences
  const found = totals.words - before.words
  console.log(
    `${name.padEnd(52)} ${found} of ${sentences} sentences, ${((100 * found) / Math.max(1, sentences)).toFixed(1)} %`,
  )
}
const share = (count: number) => `${((100 * count) / Math.max(1, totals.sentences)).toFixed(2)} %`
console.log(
  `${totals.sentences} sentences: ${share(totals.words)} with the rectangles of their words, ${share(totals.block)} with their paragraph, ${share(totals.page)} with the page only; ${totals.crossing} outside of the page`,
)

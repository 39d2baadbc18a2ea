import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import PdfKit from 'pdfkit'
import { tinyPng } from '../src/testing/tiny-png.ts'
import { seededRandom } from './seeded-random.ts'

const LINES_PER_PAGE = 24
/** A picture in no order, so that it cannot be packed: what scans and photographs do to the size of a book. */
const PICTURE_IN_PIXELS = 96

/** The rule that stands on a page and on no other; its question finds it. */
export function ruleOfPage(page: number): { readonly question: string; readonly rule: string } {
  const name = nameOf(page)
  return {
    question: `What must the ${name} desk keep?`,
    rule: `The ${name} desk must keep ${(page * 7) % 90} sealed copies of every form ${page} for eleven years.`,
  }
}

/** A PDF as publishers make them: embedded fonts, packed pages, a picture on every tenth page. */
export async function madeBook(pages: number): Promise<Uint8Array<ArrayBuffer>> {
  const fonts = join(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts')
  const document = new PdfKit({ size: 'A4', autoFirstPage: false })
  document.registerFont('text', readFileSync(join(fonts, 'LiberationSans-Regular.ttf')))
  document.registerFont('heading', readFileSync(join(fonts, 'LiberationSans-Bold.ttf')))
  for (let page = 1; page <= pages; page += 1) {
    document.addPage()
    document
      .font('heading')
      .fontSize(16)
      .text(`Chapter ${page}: the ${nameOf(page)} desk`)
      .moveDown()
    document.font('text').fontSize(10.5)
    document.text(ruleOfPage(page).rule).moveDown()
    const lines = Array.from(
      { length: LINES_PER_PAGE },
      (_, line) => `Room ${(page * 31 + line * 17) % 997} is cleaned on day ${(line % 28) + 1} by team ${line + 1}.`,
    )
    document.text(lines.join(' '), { align: 'justify' })
    if (page % 10 === 0) document.moveDown().image(picture(page), { width: 300 })
  }
  document.end()
  return new Uint8Array(await buffer(document))
}

/** Two syllables for each digit of the page: words of no language, one for each page. */
function nameOf(page: number): string {
  const syllables = ['bal', 'cor', 'dun', 'fem', 'gir', 'hos', 'jul', 'kam', 'lin', 'mor']
  return Array.from(String(page).padStart(3, '0'), (digit) => syllables[Number(digit)]).join('')
}

function picture(seed: number): Buffer {
  const random = seededRandom(seed)
  const row = () => Uint8Array.from({ length: 3 * PICTURE_IN_PIXELS }, () => Math.floor(random() * 256))
  const rows = Array.from({ length: PICTURE_IN_PIXELS }, row)
  return tinyPng({ width: PICTURE_IN_PIXELS, height: PICTURE_IN_PIXELS, bits: 8, colourType: 2, rows })
}

import { LiteParse } from '@llamaindex/liteparse'
import { pictureAsPdf } from '../ingestion/parsers/pdf-picture.ts'
import { readPng } from '../ingestion/parsers/png-picture.ts'
import { type PdfLine, tinyPdf } from './tiny-pdf.ts'

const PAGE = { width: 595, height: 842 }
const DPI = 200

/** A page as a scanner makes it: an image of the given lines and no text; `turned` lays it on its side. */
export async function scannedPdf(lines: readonly PdfLine[], { turned = false } = {}): Promise<Buffer> {
  const drawing = new LiteParse({
    ocrEnabled: false,
    extractScreenshots: true,
    quiet: true,
    dpi: DPI,
    ...(turned ? { pageOrientationCorrections: [{ page: 1, angle: 90 as const }] } : {}),
  })
  const { screenshots } = await drawing.parse(tinyPdf([lines]))
  const drawn = screenshots[0]
  if (drawn === undefined) throw new Error('the page was not drawn')
  return pictureAsPdf(readPng(drawn.imageBuffer), turned ? { width: PAGE.height, height: PAGE.width } : PAGE)
}

import { LiteParse, type LiteParseConfig, type PageOrientationCorrection } from '@llamaindex/liteparse'
import type { Box } from '../parsed-document.ts'
import type { Recognition } from '../recognition.ts'
import { plainPage, READING } from './pdf-first-reader.ts'
import { lettersOf, type PdfPage, type TextPiece } from './pdf-page.ts'
import { pictureAsPdf } from './pdf-picture.ts'
import { readPng } from './png-picture.ts'

/** Enough for type of 9 points, at a third of the time of 300. */
const USUAL_DPI = 150
const FINE_DPI = 300
/** A poster at 300 dpi would take a gigabyte: more pixels than an A3 page has are never drawn. */
const MOST_PIXELS = 18_000_000
const POINTS_PER_INCH = 72

/** Below this mean confidence a page is read again, finer. */
const SURE = 0.7
/** Below this it is also turned: small or faint type upright is surer. */
const UPRIGHT = 0.5
/** Below this what was recognised are the shapes of a drawing or a script of another language. */
const LEAST_CONFIDENCE = 0.65
const LEAST_LETTERS = 2

/** Each call opens the document anew; more pages a call would make the budget coarse. */
const PAGES_PER_CALL = 4

type Angle = PageOrientationCorrection['angle']
const TURNS: readonly Angle[] = [270, 90, 180]

export interface PageToRecognise {
  readonly page: PdfPage
  /** Leave what the file says is the text of the page: read only what is to be seen. */
  readonly asPicture: boolean
}

export interface RecognisedPage {
  readonly page: PdfPage
  /** Mean over the characters, 0 to 1. */
  readonly confidence: number
}

export interface RecognisedPages {
  /** Only pages on which something was recognised. */
  readonly pages: ReadonlyMap<number, RecognisedPage>
  /** Pages for which the time did not suffice. */
  readonly leftOut: readonly number[]
}

/** Recognise the text of pages, in order, for as long as the budget allows. */
export async function recognisePages(
  bytes: Uint8Array,
  wanted: readonly PageToRecognise[],
  recognition: Recognition,
  now: () => number = () => performance.now(),
): Promise<RecognisedPages> {
  const pages = new Map<number, RecognisedPage>()
  const end = now() + recognition.budgetInMs
  for (let start = 0; start < wanted.length; start += PAGES_PER_CALL) {
    if (now() >= end) return { pages, leftOut: wanted.slice(start).map(({ page }) => page.number) }
    const batch = wanted.slice(start, start + PAGES_PER_CALL)
    for (const { page, confidence } of await recogniseBatch(bytes, batch, recognition)) {
      const readable = confidence >= LEAST_CONFIDENCE && lettersOfPage(page) >= LEAST_LETTERS
      if (readable) pages.set(page.number, { page, confidence })
    }
  }
  return { pages, leftOut: [] }
}

async function recogniseBatch(
  bytes: Uint8Array,
  batch: readonly PageToRecognise[],
  recognition: Recognition,
): Promise<readonly RecognisedPage[]> {
  const direct = batch.filter(({ asPicture }) => !asPicture).map(({ page }) => page)
  const found = await recognise(bytes, direct, recognition, USUAL_DPI)
  for (const { page, asPicture } of batch) {
    if (asPicture) found.push(...(await recogniseAsPicture(bytes, page, recognition)))
  }
  const sure: RecognisedPage[] = []
  for (const first of found) {
    const wanted = batch.find(({ page }) => page.number === first.page.number)
    const isUnsure = first.confidence > 0 && first.confidence < SURE && wanted?.asPicture === false
    sure.push(isUnsure ? await recogniseAgain(bytes, wanted.page, first, recognition) : first)
  }
  return sure
}

/** Finer, and when hardly anything was read turned by a quarter or a half: the best of them all. */
async function recogniseAgain(
  bytes: Uint8Array,
  page: PdfPage,
  first: RecognisedPage,
  recognition: Recognition,
): Promise<RecognisedPage> {
  const tried = [first, ...(await recognise(bytes, [page], recognition, FINE_DPI))]
  if (best(tried).confidence >= UPRIGHT) return best(tried)
  for (const angle of TURNS) {
    if (best(tried).confidence >= SURE) break
    tried.push(...(await recognise(bytes, [page], recognition, USUAL_DPI, angle)))
  }
  return best(tried)
}

/** Few letters that are sure count less than many: noise has a word or two that look right. */
function best(tried: readonly RecognisedPage[]): RecognisedPage {
  const score = ({ page, confidence }: RecognisedPage) => confidence ** 3 * lettersOfPage(page)
  return tried.reduce((before, other) => (score(other) > score(before) ? other : before))
}

async function recognise(
  bytes: Uint8Array,
  pages: readonly PdfPage[],
  recognition: Recognition,
  dpi: number,
  angle: Angle = 0,
): Promise<RecognisedPage[]> {
  if (pages.length === 0) return []
  const options: Partial<LiteParseConfig> = {
    targetPages: pages.map(({ number }) => number).join(','),
    dpi: Math.min(...pages.map((page) => dpiWithin(page, dpi))),
    ...(angle === 0 ? {} : { pageOrientationCorrections: pages.map(({ number }) => ({ page: number, angle })) }),
  }
  const read = await readImages(bytes, recognition, options)
  return read.map((page) => ({ page: angle === 0 ? page : turnBack(page, angle), confidence: confidenceOf(page) }))
}

async function recogniseAsPicture(
  bytes: Uint8Array,
  page: PdfPage,
  recognition: Recognition,
): Promise<RecognisedPage[]> {
  const dpi = dpiWithin(page, USUAL_DPI)
  const drawing = new LiteParse({ ...READING, extractScreenshots: true, targetPages: `${page.number}`, dpi })
  const { screenshots } = await drawing.parse(bytes)
  const drawn = screenshots[0]
  if (drawn === undefined || drawn.isSolidFill) return []
  const read = await readImages(pictureAsPdf(readPng(drawn.imageBuffer), page), recognition, { dpi })
  return read.map((found) => {
    const { number } = page
    const blocks = found.blocks.map((block) => ({ ...block, page: number }))
    return { page: { ...found, number, blocks }, confidence: confidenceOf(found) }
  })
}

async function readImages(
  bytes: Uint8Array,
  { languages, dataFolder }: Recognition,
  options: Partial<LiteParseConfig>,
): Promise<PdfPage[]> {
  const reader = new LiteParse({
    ...READING,
    ocrEnabled: true,
    ocrLanguage: languages.join('+'),
    tessdataPath: dataFolder,
    ocrFailureFatal: false,
    ...options,
  })
  try {
    return (await reader.parse(bytes)).pages.map(plainPage)
  } catch {
    // Pages that cannot be drawn stay unread, as they were.
    return []
  }
}

function dpiWithin({ width, height }: PdfPage, wanted: number): number {
  const most = POINTS_PER_INCH * Math.sqrt(MOST_PIXELS / Math.max(1, width * height))
  return Math.max(1, Math.floor(Math.min(wanted, most)))
}

function confidenceOf({ pieces }: PdfPage): number {
  const recognised = pieces.filter(isRecognised)
  const characters = recognised.reduce((sum, { text }) => sum + text.length, 0)
  const sure = recognised.reduce((sum, piece) => sum + (stands(piece) ? 0 : piece.confidence * piece.text.length), 0)
  return characters === 0 ? 0 : sure / characters
}

/** A word that is taller than it is wide lies on its side: whatever was made of it is wrong, however sure it is. */
function stands({ text, width, height }: TextPiece): boolean {
  return text.trim().length > 2 && height > width
}

function isRecognised(piece: TextPiece): piece is TextPiece & { readonly confidence: number } {
  return piece.confidence !== undefined
}

function lettersOfPage({ pieces }: PdfPage): number {
  return pieces.filter(isRecognised).reduce((sum, { text }) => sum + lettersOf(text).length, 0)
}

/** Places on a page that was turned to be read, as places on the page as it is shown. */
function turnBack(page: PdfPage, angle: Angle): PdfPage {
  const back = <Place extends Box>(box: Place): Place => ({ ...box, ...turned(box, page, angle) })
  const sideways = angle !== 180
  return {
    ...page,
    width: sideways ? page.height : page.width,
    height: sideways ? page.width : page.height,
    blocks: page.blocks.map((block) => (block.box === undefined ? block : { ...block, box: back(block.box) })),
    pieces: page.pieces.map((piece) => back(piece)),
  }
}

function turned({ x, y, width, height }: Box, upright: PdfPage, angle: Angle): Box {
  if (angle === 180) return { x: upright.width - x - width, y: upright.height - y - height, width, height }
  return angle === 90
    ? { x: upright.height - y - height, y: x, width: height, height: width }
    : { x: y, y: upright.width - x - width, width: height, height: width }
}

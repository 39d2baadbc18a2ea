import type { Passage, QuoteRectangles } from '../../src/contracts/documents.ts'
import { originalAddress, readPassage, readRectangles } from './documents.ts'
import { createKeptReads } from './kept-reads.ts'
import type { Source } from './sources.ts'

const passages = createKeptReads<Passage>()
const rectangles = createKeptReads<QuoteRectangles>()

/** The passage that a source shows. */
export function passageOf({ documentId, passageId }: Pick<Source, 'documentId' | 'passageId'>): Promise<Passage> {
  return passages(`${documentId} ${passageId}`, () => readPassage(documentId, passageId))
}

/** Where the words of a source stand on their page; those of the whole passage where no words are named. */
export async function rectanglesOf(source: Source): Promise<QuoteRectangles> {
  const { documentId, version } = source
  const { start, end } = source.cited ?? (await passageOf(source))
  const name = [documentId, version, start, end].join(' ')
  return rectangles(name, () => readRectangles({ documentId, version, start, end }))
}

/** Where the PDF of a source is, or null when its original is none. */
export async function pdfAddressOf(source: Source): Promise<string | null> {
  const { media_type } = await passageOf(source)
  return media_type === 'application/pdf' ? originalAddress(source.documentId, source.version, null) : null
}

/**
 * Begin to read what opening a source will need, because somebody is about to open it. What goes wrong is told when the
 * source is opened.
 */
export function prepareSource(source: Source): void {
  if (source.page === null) return
  for (const part of [rectanglesOf(source), openInViewer(source)]) part.catch(() => undefined)
}

/**
 * The viewer is large, and answers without pages are read without it. What has pages is nearly always a PDF, so it is not
 * waited for what the passage says of its type; the file is opened as soon as both are there.
 */
async function openInViewer(source: Source): Promise<void> {
  const viewer = Promise.all([import('./open-pdf.ts'), import('../components/pdf-view.tsx')])
  const [address, [{ preparePdf }]] = await Promise.all([pdfAddressOf(source), viewer])
  if (address !== null) preparePdf(address)
}

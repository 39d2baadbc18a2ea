import { pdfjs } from 'react-pdf'

/** Where `copy-pdf-files.mjs` puts what the viewer loads. */
const FILES = `/_next/static/pdfjs-${pdfjs.version}`
pdfjs.GlobalWorkerOptions.workerSrc = `${FILES}/pdf.worker.min.mjs`

const OPTIONS = {
  cMapUrl: `${FILES}/cmaps/`,
  standardFontDataUrl: `${FILES}/standard_fonts/`,
  iccUrl: `${FILES}/iccs/`,
  wasmUrl: `${FILES}/wasm/`,
  // The policy of the pages lets no WebAssembly run; the decoders of rare images have copies without it.
  useWasm: false,
  // The parts that are looked at come first and the rest as one stream; asking for that in pieces as well is slower.
  disableAutoFetch: true,
}

/** One for as long as the page is open: starting it takes longer than showing a document. */
const worker = pdfjs.PDFWorker.create({})

type Opening = ReturnType<typeof pdfjs.getDocument>
export type OpenedPdf = Awaited<Opening['promise']>

interface Entry {
  readonly address: string
  readonly opening: Opening
  /** How many views show it. */
  holders: number
}

/** Files that are kept open though no view shows them: the one before, and one that may come next. */
const MOST_IDLE = 2
/** Oldest first. */
let entries: readonly Entry[] = []

/** Begin to open a PDF that a view may soon want. */
export function preparePdf(address: string): void {
  const entry = entryOf(address)
  entry.opening.promise.catch(() => undefined)
  closeIdle()
}

/** Open a PDF for a view, which gives it back when it goes. `pdf` rejects when the file cannot be read. */
export function holdPdf(address: string): { readonly pdf: Promise<OpenedPdf>; readonly release: () => void } {
  const entry = entryOf(address)
  entry.holders += 1
  const release = () => {
    entry.holders -= 1
    closeIdle()
  }
  return { pdf: entry.opening.promise, release }
}

function entryOf(address: string): Entry {
  const known = entries.find((entry) => entry.address === address)
  const entry = known ?? { address, opening: pdfjs.getDocument({ ...OPTIONS, worker, url: address }), holders: 0 }
  entries = [...entries.filter((other) => other !== entry), entry]
  // What could not be read is fetched again the next time.
  if (known === undefined) entry.opening.promise.catch(() => (entries = entries.filter((other) => other !== entry)))
  return entry
}

function closeIdle(): void {
  const idle = entries.filter(({ holders }) => holders === 0)
  const closed = new Set(idle.slice(0, Math.max(0, idle.length - MOST_IDLE)))
  entries = entries.filter((entry) => !closed.has(entry))
  for (const { opening } of closed) void opening.destroy()
}

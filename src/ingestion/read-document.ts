import { assertNever } from '../contracts/assert-never.ts'
import type { ParsedDocument } from './parsed-document.ts'
import { ParseFailure } from './parsers/parse-failure.ts'
import { createPartsBudget, MAXIMUM_DEPTH, type PartsBudget, type PartsReader, readParts } from './parsers/parts.ts'
import type { PdfReadingOptions } from './parsers/pdf-read.ts'
import { type DocumentFormat, sniffMediaType } from './sniff-media-type.ts'

/** Read a file of a known format. What a container holds is read the same way, each by its own content. */
export async function readDocument(
  bytes: Uint8Array,
  format: DocumentFormat,
  options: PdfReadingOptions,
): Promise<ParsedDocument> {
  return readAs(format, bytes, { options, depth: 0, budget: createPartsBudget() })
}

interface Reading {
  readonly options: PdfReadingOptions
  /** How many containers this file lies in. */
  readonly depth: number
  /** Shared by all that the added file holds. */
  readonly budget: PartsBudget
}

/** Parsers are loaded when first needed: a process that reads text files never pays for PDF and Office. */
async function readAs(format: DocumentFormat, bytes: Uint8Array, reading: Reading): Promise<ParsedDocument> {
  switch (format) {
    case 'pdf':
      return (await import('./parsers/pdf.ts')).parsePdf(bytes, reading.options)
    case 'html':
      return (await import('./parsers/html.ts')).parseHtml(bytes)
    case 'markdown':
      return (await import('./parsers/markdown.ts')).parseMarkdown(bytes)
    case 'csv':
      return (await import('./parsers/csv.ts')).parseCsv(bytes)
    case 'json':
      return (await import('./parsers/json.ts')).parseJson(bytes)
    case 'plain-text':
      return (await import('./parsers/plain-text.ts')).parsePlainText(bytes)
    case 'mail':
      return (await import('./parsers/mail.ts')).parseMail(bytes, partsReader(reading))
    case 'outlook':
      return (await import('./parsers/outlook.ts')).parseOutlook(bytes, partsReader(reading))
    case 'zip':
      return (await import('./parsers/archive.ts')).parseArchive(bytes, partsReader(reading))
    case 'png':
    case 'jpeg':
      return (await import('./parsers/picture.ts')).parsePicture(bytes, format, reading.options)
    case 'docx':
    case 'pptx':
    case 'xlsx':
    case 'odt':
    case 'odp':
    case 'ods':
    case 'rtf':
    case 'epub':
      return (await import('./parsers/office.ts')).parseOffice(bytes, format)
    default:
      return assertNever(format)
  }
}

function partsReader({ options, depth, budget }: Reading): PartsReader {
  return (parts) =>
    readParts(
      parts,
      async (bytes, name) => {
        if (depth >= MAXIMUM_DEPTH) throw tooDeep()
        const sniffed = await sniffMediaType(bytes, name)
        if (sniffed.type === 'refused') throw new ParseFailure(sniffed.reason, sniffed.detail)
        const shared = { options: sharedRecognition(options, budget), depth: depth + 1, budget }
        const parsed = await readAs(sniffed.format, bytes, shared)
        if (!hasText(parsed.text)) throw new ParseFailure('empty', 'The file holds no text.')
        return parsed
      },
      budget,
    )
}

function tooDeep(): ParseFailure {
  return new ParseFailure('too-large', `It lies deeper than ${MAXIMUM_DEPTH} levels; unpack it and add the files.`)
}

/** Files without letters and digits have nothing to find. */
export function hasText(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

/** The deadline of a file grows once, when recognition starts: by then the number of pages in later parts is not known. */
const PAGES_OF_ALL_PARTS = 10_000

/** All parts together have the time for text recognition that one file has. */
function sharedRecognition({ recognition, onRecognising }: PdfReadingOptions, budget: PartsBudget): PdfReadingOptions {
  if (recognition === null) return { recognition }
  const left = (budget.recognitionEndsAt ?? Number.POSITIVE_INFINITY) - performance.now()
  if (left <= 0) return { recognition: null }
  return {
    recognition: { ...recognition, budgetInMs: Math.min(left, recognition.budgetInMs) },
    onRecognising: () => {
      if (budget.recognitionEndsAt !== undefined) return
      budget.recognitionEndsAt = performance.now() + recognition.budgetInMs
      budget.endsAt += recognition.budgetInMs
      onRecognising?.(PAGES_OF_ALL_PARTS)
    },
  }
}

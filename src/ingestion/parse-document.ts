import { createTokenCounter } from '../language/count-tokens.ts'
import { chunkDocument } from './chunk-document.ts'
import type { Chunk, Findings, ParsedDocument, ParseOutcome } from './parsed-document.ts'
import { OcrNeeded, ParseFailure } from './parsers/parse-failure.ts'
import type { PdfReadingOptions } from './parsers/pdf-read.ts'
import { hasText, readDocument } from './read-document.ts'
import type { Redaction } from './redact/redact-document.ts'
import { sniffMediaType } from './sniff-media-type.ts'

/** Chunks of the retrieval design: large enough for a thought, small enough to be cited. */
export const MAXIMUM_CHUNK_TOKENS = 512
export const OVERLAP_TOKENS = 64

const MEDIA_TYPE_UNKNOWN = 'application/octet-stream'

export interface ParseOptions extends PdfReadingOptions {
  /** What to do about personal data; left out, it stays. */
  readonly redaction?: Redaction | null
  /** Look for passages that talk to a model. */
  readonly injectionScan?: boolean
}

/** Read a file into chunks, or say why not; never throws. Runs inside the parsing child: hostile bytes may hang it. */
export async function parseDocument(
  bytes: Uint8Array,
  fileName: string,
  options: ParseOptions = { recognition: null },
): Promise<ParseOutcome> {
  let mediaType = MEDIA_TYPE_UNKNOWN
  try {
    const sniffed = await sniffMediaType(bytes, fileName)
    mediaType = sniffed.mediaType
    if (sniffed.type === 'refused') return { ...sniffed, type: 'failed' }
    const parsed = await readDocument(bytes, sniffed.format, options)
    if (!hasText(parsed.text)) return failed(mediaType, 'empty', 'The file holds no text.')
    return await outcomeOf(
      await withoutPersonalData(parsed, options.redaction),
      mediaType,
      options.injectionScan === true,
    )
  } catch (cause) {
    if (cause instanceof OcrNeeded) return { type: 'needs_ocr', mediaType, pages: cause.pages, detail: cause.message }
    if (cause instanceof ParseFailure) return failed(mediaType, cause.reason, cause.message)
    return failed(
      mediaType,
      'corrupt',
      'The file could not be read; open it in its program, save it again and add that.',
    )
  }
}

function failed(mediaType: string, reason: ParseFailure['reason'], detail: string): ParseOutcome {
  return { type: 'failed', mediaType, reason, detail }
}

async function withoutPersonalData(
  parsed: ParsedDocument,
  redaction: Redaction | null | undefined,
): Promise<ParsedDocument> {
  if (redaction === null || redaction === undefined) return parsed
  return (await import('./redact/redact-document.ts')).redactDocument(parsed, redaction)
}

async function outcomeOf(parsed: ParsedDocument, mediaType: string, injectionScan: boolean): Promise<ParseOutcome> {
  const { title, text, blocks, pages, pagesWithoutText, warnings } = parsed
  const { detectLanguage } = await import('./parsers/detect-language.ts')
  const language = parsed.language ?? detectLanguage(text)
  const cut = chunkDocument(parsed, {
    maximumTokens: MAXIMUM_CHUNK_TOKENS,
    overlapTokens: OVERLAP_TOKENS,
    countTokens: createTokenCounter(),
  })
  const chunks = injectionScan ? await markSuspicious(cut, title) : cut
  const findings = findingsOf(parsed, injectionScan ? chunks : null)
  return { type: 'text', mediaType, title, text, blocks, chunks, pages, pagesWithoutText, warnings, language, findings }
}

/** Title and headings stand before a passage in the prompt: orders in them are as good as in its text. */
async function markSuspicious(chunks: readonly Chunk[], title: string | null): Promise<readonly Chunk[]> {
  const { isSuspicious } = await import('../language/scan/is-suspicious.ts')
  return chunks.map((chunk) =>
    isSuspicious([title ?? '', ...chunk.heading, chunk.text].join('\n')) ? { ...chunk, suspicious: true } : chunk,
  )
}

function findingsOf({ personalData }: ParsedDocument, scanned: readonly Chunk[] | null): Findings | null {
  if (personalData === undefined && scanned === null) return null
  return {
    ...(personalData !== undefined && { personalData }),
    ...(scanned !== null && { suspiciousPassages: scanned.filter((chunk) => chunk.suspicious).length }),
  }
}

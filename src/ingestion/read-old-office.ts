import type { OfficeConverter, OldOfficeFormat } from './convert-old-office.ts'
import type { ParseOutcome } from './parsed-document.ts'
import type { ParserPool } from './parser-pool.ts'

const OLD_OFFICE_TYPES: Readonly<Record<string, { readonly format: OldOfficeFormat; readonly words: string }>> = {
  'application/msword': { format: 'doc', words: 'an old Word file' },
  'application/vnd.ms-excel': { format: 'xls', words: 'an old Excel file' },
  'application/vnd.ms-powerpoint': { format: 'ppt', words: 'an old PowerPoint file' },
}

/**
 * A pool that reads old Office files as well: what it refuses as one is converted, and the result is read like any other
 * file. Processes of the pool may start none, so the conversion is one of its own.
 */
export function readOldOffice(pool: ParserPool, converter: OfficeConverter | null): ParserPool {
  if (converter === null) return pool
  return {
    ...pool,
    parse: async (request, signal) => {
      const refused = await pool.parse(request, signal)
      const old = oldOfficeType(refused)
      if (old === undefined) return refused
      const { mediaType } = refused
      const conversion = await converter.convert(request.bytes, old.format, signal)
      if (conversion.type === 'failed') return { ...conversion, mediaType }
      const { bytes, fileName } = conversion
      return asOriginal(await pool.parse({ bytes, fileName }, signal), mediaType, old.words)
    },
  }
}

function oldOfficeType(outcome: ParseOutcome) {
  if (outcome.type !== 'failed' || outcome.reason !== 'unsupported') return undefined
  return OLD_OFFICE_TYPES[outcome.mediaType]
}

/** People have the old file and not the converted one: its type stays, and the step between is told. */
function asOriginal(outcome: ParseOutcome, mediaType: string, words: string): ParseOutcome {
  if (outcome.type !== 'text') return { ...outcome, mediaType }
  const warning = `It is ${words}, converted by LibreOffice before it was read; the original may look different.`
  return { ...outcome, mediaType, warnings: [warning, ...outcome.warnings] }
}

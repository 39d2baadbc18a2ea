import { createHash } from 'node:crypto'
import { CHUNKER_VERSION } from './chunk-document.ts'
import { MAXIMUM_CHUNK_TOKENS, OVERLAP_TOKENS } from './parse-document.ts'
import type { RecognitionSettings } from './prepare-recognition.ts'
import type { Redaction } from './redact/redact-document.ts'

/** Changes when the parsers make another text of equal bytes, so that what was read before is read again where it counts. */
const PARSERS_VERSION = 'parsers-2'

/** No end of a name that means anything is as long. */
const LONGEST_END = 20

export interface ReaderSettings {
  readonly recognition: RecognitionSettings
  readonly redaction: Redaction | null
  readonly injectionScan: boolean
}

/**
 * Names the rules and settings by which files are read in this process. Two files with equal bytes, ends of names and
 * readers have equal passages.
 */
export function readerName({ recognition, redaction, injectionScan }: ReaderSettings): string {
  const settings = [
    [MAXIMUM_CHUNK_TOKENS, OVERLAP_TOKENS],
    recognition.mode === 'off' ? null : [recognition.mode, ...recognition.languages],
    redaction === null ? null : [redaction.mode, ...redaction.kinds.toSorted()],
    injectionScan,
  ]
  const digest = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 12)
  return `${PARSERS_VERSION}/${CHUNKER_VERSION}/${digest}`
}

/** The reader of one file: the end of its name has a say in what its bytes are taken for. */
export function readerOf(reader: string, fileName: string): string {
  const end = /\.([^./\\]+)$/.exec(fileName.toLowerCase())?.[1] ?? ''
  return `${reader}/${end.slice(0, LONGEST_END)}`
}

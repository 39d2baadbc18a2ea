import type { FileFailureReason } from '../contracts/documents.ts'
import { ole2RootNames } from './ole2-streams.ts'

interface DetectedType {
  readonly ext: string
  readonly mime: string
}

interface Refusal {
  readonly mediaType: string
  readonly reason: FileFailureReason
  readonly detail: string
}

const UNKNOWN = 'application/octet-stream'

/** Streams of an OLE2 container tell which program wrote it; their names stand in the file as UTF-16. */
const OLE2_CONTENTS: readonly { readonly stream: string; readonly refusal: Refusal }[] = [
  {
    stream: 'EncryptedPackage',
    refusal: {
      mediaType: 'application/x-cfb',
      reason: 'encrypted',
      detail: 'The file is protected by a password; save a copy without it and add that.',
    },
  },
  {
    stream: 'PowerPoint Document',
    refusal: oldOffice('application/vnd.ms-powerpoint', 'PowerPoint', '.pptx'),
  },
  {
    stream: 'WordDocument',
    refusal: oldOffice('application/msword', 'Word', '.docx'),
  },
  {
    stream: 'Workbook',
    refusal: oldOffice('application/vnd.ms-excel', 'Excel', '.xlsx'),
  },
]

const ARCHIVES = new Set('rar 7z tar gz bz2 xz zst lz4 lz cab'.split(' '))

/** Say why a binary file that is no readable document is refused, and what to add instead. */
export function refuseBinary(bytes: Uint8Array, detected: DetectedType | undefined): Refusal {
  if (detected === undefined) {
    return unsupported(UNKNOWN, 'The type of the file is not known; add it as PDF, Office file, web page or text.')
  }
  const { ext, mime } = detected
  if (ext === 'cfb') return refuseOle2(bytes, mime)
  if (mime.startsWith('image/')) {
    return unsupported(mime, 'Images of this type are not read; save it as PNG, JPEG or PDF and add that.')
  }
  if (/^(?:audio|video)\//.test(mime)) return unsupported(mime, 'Recordings are not read; add a transcript of it.')
  if (ARCHIVES.has(ext))
    return unsupported(mime, 'Archives of this type are not read; pack it as zip, or add the files in it.')
  return unsupported(mime, `Files of the type ${ext} are not read; add it as PDF, Office file, web page or text.`)
}

function refuseOle2(bytes: Uint8Array, mime: string): Refusal {
  const container = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const names = ole2RootNames(bytes)
  const has = (name: string) => (names.size > 0 ? names.has(name) : container.includes(Buffer.from(name, 'utf16le')))
  const content = OLE2_CONTENTS.find(({ stream }) => has(stream))
  return content?.refusal ?? unsupported(mime, 'Old Office files are not read; save it as .docx, .xlsx, .pptx or PDF.')
}

function oldOffice(mediaType: string, program: string, extension: string): Refusal {
  return unsupported(
    mediaType,
    `Old ${program} files are read only where LibreOffice is installed beside Footnote; install it, or save the file as ${extension} or PDF.`,
  )
}

function unsupported(mediaType: string, detail: string): Refusal {
  return { mediaType, reason: 'unsupported', detail }
}

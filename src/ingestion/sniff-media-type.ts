import { fileTypeFromBuffer } from 'file-type'
import type { FileFailureReason } from '../contracts/documents.ts'
import { ole2RootNames } from './ole2-streams.ts'
import { decodeText, encodingByMark, encodingByZeros } from './parsers/decode-text.ts'
import type { OfficeFormat } from './parsers/office.ts'
import { pdfHeaderAt } from './parsers/pdf-header.ts'
import type { PictureFormat } from './parsers/picture.ts'
import { refuseBinary } from './refuse-binary.ts'

export type DocumentFormat =
  | 'pdf'
  | OfficeFormat
  | PictureFormat
  | 'html'
  | 'markdown'
  | 'csv'
  | 'json'
  | 'plain-text'
  | 'mail'
  | 'outlook'
  | 'zip'

/** What the bytes of a file are: a format with a parser, or the reason there is none. */
export type SniffedType =
  | { readonly type: 'format'; readonly format: DocumentFormat; readonly mediaType: string }
  | {
      readonly type: 'refused'
      readonly mediaType: string
      readonly reason: FileFailureReason
      readonly detail: string
    }

const MEDIA_TYPES: Readonly<Record<DocumentFormat, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
  odp: 'application/vnd.oasis.opendocument.presentation',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  rtf: 'application/rtf',
  epub: 'application/epub+zip',
  html: 'text/html',
  markdown: 'text/markdown',
  csv: 'text/csv',
  'plain-text': 'text/plain',
  mail: 'message/rfc822',
  json: 'application/json',
  outlook: 'application/vnd.ms-outlook',
  zip: 'application/zip',
  png: 'image/png',
  jpeg: 'image/jpeg',
}

/** Binary formats by the extension the detector reports; macro and template variants read like their plain form. */
const FORMATS_BY_DETECTION: Readonly<Record<string, DocumentFormat>> = {
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  dotm: 'docx',
  pptx: 'pptx',
  pptm: 'pptx',
  potx: 'pptx',
  potm: 'pptx',
  ppsx: 'pptx',
  ppsm: 'pptx',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  xltx: 'xlsx',
  xltm: 'xlsx',
  odt: 'odt',
  ott: 'odt',
  odp: 'odp',
  otp: 'odp',
  ods: 'ods',
  ots: 'ods',
  epub: 'epub',
  zip: 'zip',
  png: 'png',
  jpg: 'jpeg',
}

const FORMATS_BY_NAME: Readonly<Record<string, DocumentFormat>> = {
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  md: 'markdown',
  markdown: 'markdown',
  csv: 'csv',
  tsv: 'csv',
  eml: 'mail',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
}

/** Every message that Outlook saves has its properties at the top. */
const OUTLOOK_STREAM = '__properties_version1.0'

const TEXT_SAMPLE_IN_BYTES = 65_536

/** Find the type of a file by its content; the name only decides between text formats. */
export async function sniffMediaType(bytes: Uint8Array, fileName: string): Promise<SniffedType> {
  if (isBlank(bytes)) {
    return { type: 'refused', mediaType: 'text/plain', reason: 'empty', detail: 'The file is empty.' }
  }
  if (isPdf(bytes)) return known('pdf')
  if (isText(bytes.subarray(0, TEXT_SAMPLE_IN_BYTES))) return known(sniffText(bytes, fileName))
  const detected = await fileTypeFromBuffer(bytes)
  const format = FORMATS_BY_DETECTION[detected?.ext ?? '']
  if (format !== undefined) return known(format)
  if (detected?.ext === 'cfb' && ole2RootNames(bytes).has(OUTLOOK_STREAM)) return known('outlook')
  return { type: 'refused', ...refuseBinary(bytes, detected) }
}

function known(format: DocumentFormat): SniffedType {
  return { type: 'format', format, mediaType: MEDIA_TYPES[format] }
}

function isPdf(bytes: Uint8Array): boolean {
  const at = pdfHeaderAt(bytes)
  if (at === 0) return true
  // An archive or a message may start with a PDF that is not packed.
  if (startsWith(bytes, ZIP_START) || startsWith(bytes, OLE2_START)) return false
  // Text may speak of "%PDF-": with bytes before the header, the end of the file must look like a PDF as well.
  return at > 0 && Buffer.from(bytes.subarray(-2_048)).includes('%%EOF')
}

const ZIP_START = [0x50, 0x4b, 0x03, 0x04]
const OLE2_START = [0xd0, 0xcf, 0x11, 0xe0]

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte)
}

const WHITE_SPACE_BYTES = new Set([0x00, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0xef, 0xbb, 0xbf, 0xfe, 0xff])

/** True when all bytes are white space in any Unicode encoding, byte order mark included. */
function isBlank(bytes: Uint8Array): boolean {
  if (!bytes.every((byte) => WHITE_SPACE_BYTES.has(byte))) return false
  return decodeText(bytes).replaceAll('\uFEFF', '').replaceAll('\u0000', '').trim() === ''
}

/** Text has no control characters but white space, escape (ISO-2022) and form feed, or is marked as UTF-16 or 32. */
function isText(sample: Uint8Array): boolean {
  if (encodingByMark(sample) !== undefined || encodingByZeros(sample) !== undefined) {
    return !hasControls(decodeText(sample))
  }
  return sample.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b)
}

const MAXIMUM_CONTROL_SHARE = 0.01

function hasControls(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const controls = text.match(/[\u0000-\u0008\u000E-\u001A\uFFFD]/g)
  return (controls?.length ?? 0) > text.length * MAXIMUM_CONTROL_SHARE
}

const HTML_START = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i
const MAIL_HEADER =
  /^(?:from|to|cc|subject|date|received|return-path|mime-version|message-id|delivered-to|content-type|dkim-signature|reply-to|sender):/gim
const MINIMUM_MAIL_HEADERS = 3

function sniffText(bytes: Uint8Array, fileName: string): DocumentFormat {
  const head = decodeText(bytes.subarray(0, TEXT_SAMPLE_IN_BYTES)).replace(/^\uFEFF/, '')
  if (head.startsWith('{\\rtf')) return 'rtf'
  if (HTML_START.test(head)) return 'html'
  const named = FORMATS_BY_NAME[/\.([^./\\]+)$/.exec(fileName.toLowerCase())?.[1] ?? '']
  if (named !== undefined) return named
  return looksLikeMail(head) ? 'mail' : 'plain-text'
}

/** A mail starts with its headers, up to the first blank line. */
function looksLikeMail(head: string): boolean {
  const headers = head.split(/\r?\n\r?\n/, 1)[0] ?? ''
  if (!/^[\w-]+:/.test(headers)) return false
  const names = new Set(Array.from(headers.matchAll(MAIL_HEADER), (match) => match[0].toLowerCase()))
  return names.size >= MINIMUM_MAIL_HEADERS
}

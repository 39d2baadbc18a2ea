import { createRequire } from 'node:module'
import type { AttachmentData, FieldsData } from '@kenjiuno/msgreader'
import type { ParsedDocument } from '../parsed-document.ts'
import type { BlockDraft } from './assemble-document.ts'
import { decompressRtf } from './compressed-rtf.ts'
import { decodeText } from './decode-text.ts'
import { type Mail, mailBody, mailDocument } from './mail-document.ts'
import { ParseFailure } from './parse-failure.ts'
import type { Part, PartsReader } from './parts.ts'

interface MessageReader {
  readonly getFileData: () => FieldsData
  readonly getAttachment: (attachment: FieldsData) => AttachmentData
}

// Required, because runtimes differ in what the default import of such a module is.
const { default: OutlookReader } = createRequire(import.meta.url)('@kenjiuno/msgreader') as {
  default: new (bytes: DataView) => MessageReader
}

/** Read a message that Outlook saved: its headers as text, its body in the best form there is, its attachments. */
export async function parseOutlook(bytes: Uint8Array, readParts: PartsReader): Promise<ParsedDocument> {
  return mailDocument(await readMessage(bytes), readParts)
}

async function readMessage(bytes: Uint8Array): Promise<Mail> {
  const { reader, fields } = openMessage(bytes)
  const { subject } = fields
  return {
    subject,
    headers: [
      ['Subject', subject],
      ['From', personText(fields.senderName, fields.senderSmtpAddress ?? fields.senderEmail)],
      ['To', recipientsText(fields, 'to')],
      ['Cc', recipientsText(fields, 'cc')],
      ['Date', dateText(fields.clientSubmitTime ?? fields.messageDeliveryTime)],
      ['Where', fields.apptLocation],
      ['From time', dateText(fields.apptStartWhole)],
      ['To time', dateText(fields.apptEndWhole)],
    ],
    body: await bodyOf(fields),
    attachments: (fields.attachments ?? []).filter(isSent).map((attachment) => partOf(reader, attachment)),
  }
}

function openMessage(bytes: Uint8Array): { readonly reader: MessageReader; readonly fields: FieldsData } {
  try {
    const reader = new OutlookReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    const fields = reader.getFileData()
    if (fields.error === undefined) return { reader, fields }
  } catch {
    // Damaged structures make the reader fail in many ways, all of which mean the same.
  }
  throw new ParseFailure('corrupt', 'The message is damaged; save it again from Outlook and add that.')
}

async function bodyOf(fields: FieldsData): Promise<readonly BlockDraft[]> {
  const html = fields.bodyHtml ?? (fields.html === undefined ? undefined : decodeText(fields.html, charsetOf(fields)))
  const blocks = mailBody(fields.body, html)
  if (blocks.length > 0 || fields.compressedRtf === undefined) return blocks
  const { parseOffice } = await import('./office.ts')
  const { blocks: parsed, text } = await parseOffice(decompressRtf(fields.compressedRtf), 'rtf')
  return parsed.map(({ kind, level = 1, start, end }) => ({ kind, level, text: text.slice(start, end) }))
}

/** Windows code pages by the numbers that Outlook stores. */
function charsetOf({ internetCodepage: page }: FieldsData): string | undefined {
  if (page === undefined) return undefined
  return page >= 1250 && page <= 1258 ? `windows-${page}` : CODE_PAGES[page]
}

const CODE_PAGES: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  20866: 'koi8-r',
  21866: 'koi8-u',
  28591: 'iso-8859-1',
  28592: 'iso-8859-2',
  28605: 'iso-8859-15',
  50220: 'iso-2022-jp',
  51932: 'euc-jp',
  54936: 'gb18030',
  65001: 'utf-8',
}

function personText(name: string | undefined, address: string | undefined): string | undefined {
  // Inside an organisation, Outlook knows people by a directory path instead of an address.
  const mailbox = address?.includes('@') === true ? address : undefined
  if (name === undefined || name === '' || name === mailbox) return mailbox
  return mailbox === undefined ? name : `${name} <${mailbox}>`
}

function recipientsText({ recipients }: FieldsData, type: 'to' | 'cc'): string | undefined {
  return recipients
    ?.filter(({ recipType = 'to' }) => recipType === type)
    .map(({ name, smtpAddress, email }) => personText(name, smtpAddress ?? email) ?? '')
    .filter((text) => text !== '')
    .join(', ')
}

function dateText(date: string | undefined): string | undefined {
  const time = Date.parse(date ?? '')
  return Number.isNaN(time) ? date : new Date(time).toISOString()
}

const IMAGE_NAME = /\.(?:png|jpe?g|gif|bmp|webp|svg|emf|wmf)$/i

/** Pictures that stand in the text belong to how it looks, like those of a web page. */
function isSent({ attachmentHidden, pidContentId, fileName, fileNameShort }: FieldsData): boolean {
  const isInText = attachmentHidden === true || (pidContentId ?? '') !== ''
  return !(isInText && IMAGE_NAME.test(fileName ?? fileNameShort ?? ''))
}

function partOf(reader: MessageReader, attachment: FieldsData): Part {
  const given = attachment.fileName ?? attachment.name ?? attachment.fileNameShort ?? ''
  const isMessage = attachment.innerMsgContent === true
  return {
    name: isMessage && !given.toLowerCase().endsWith('.msg') ? `${given === '' ? 'Message' : given}.msg` : given,
    open: async (limit) => {
      if ((attachment.contentLength ?? 0) > limit) {
        throw new ParseFailure('too-large', 'The attachment is too large.')
      }
      return reader.getAttachment(attachment).content
    },
  }
}

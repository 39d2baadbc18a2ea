import PostalMime, { type Address, type Email } from 'postal-mime'
import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, type BlockDraft } from './assemble-document.ts'
import { htmlBlocks } from './html.ts'
import { ParseFailure } from './parse-failure.ts'
import { plainTextBlocks } from './plain-text.ts'

/** Read a mail (RFC 822): its headers as text, then the plain body, or the HTML body when there is no plain one. */
export async function parseMail(bytes: Uint8Array): Promise<ParsedDocument> {
  const mail = await readMail(bytes)
  const drafts: BlockDraft[] = []
  const head = headerLines(mail)
  if (head !== '') drafts.push({ kind: 'paragraph', text: head })
  drafts.push(...bodyBlocks(mail))
  const names = mail.attachments.map((attachment) => attachment.filename ?? attachment.mimeType)
  if (names.length > 0) drafts.push({ kind: 'paragraph', text: `Attachments: ${names.join(', ')}` })
  return assembleDocument(drafts, { title: mail.subject })
}

async function readMail(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes)
  } catch (cause) {
    throw new ParseFailure('corrupt', 'The mail is damaged; export it again from the mail program.', { cause })
  }
}

function headerLines(mail: Email): string {
  const lines: string[] = []
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') lines.push(`${name}: ${value.replace(/\s+/g, ' ')}`)
  }
  add('Subject', mail.subject)
  add('From', mail.from === undefined ? undefined : addressText(mail.from))
  add('To', mail.to?.map(addressText).join(', '))
  add('Cc', mail.cc?.map(addressText).join(', '))
  add('Date', mail.date)
  return lines.join('\n')
}

function addressText(address: Address): string {
  if (address.group !== undefined) return `${address.name}: ${address.group.map(addressText).join(', ')}`
  return address.name === '' ? address.address : `${address.name} <${address.address}>`
}

function bodyBlocks(mail: Email): readonly BlockDraft[] {
  if (mail.text !== undefined && mail.text.trim() !== '') return plainTextBlocks(mail.text)
  return mail.html === undefined ? [] : htmlBlocks(mail.html).blocks
}

import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'
import type { ParsedDocument } from '../parsed-document.ts'
import { mailBody, mailDocument } from './mail-document.ts'
import { ParseFailure } from './parse-failure.ts'
import type { Part, PartsReader } from './parts.ts'

/** Read a mail (RFC 822): its headers as text, its body, and its attachments as sections. */
export async function parseMail(bytes: Uint8Array, readParts: PartsReader): Promise<ParsedDocument> {
  const mail = await readMail(bytes)
  const { subject, from, to, cc, date } = mail
  const headers = [
    ['Subject', subject],
    ['From', from === undefined ? undefined : addressText(from)],
    ['To', to?.map(addressText).join(', ')],
    ['Cc', cc?.map(addressText).join(', ')],
    ['Date', date],
  ] as const
  const body = mailBody(mail.text, mail.html)
  if (isEncrypted(mail)) {
    const warnings = ['The text of the mail is encrypted; only its headers were read.']
    return mailDocument({ headers, subject, body, attachments: [], warnings }, readParts)
  }
  const attachments = mail.attachments.filter(isSent).map(partOf)
  return mailDocument({ headers, subject, body, attachments }, readParts)
}

async function readMail(bytes: Uint8Array): Promise<Email> {
  try {
    // A mail inside is an attachment like others: read into this one, nobody could tell who wrote which text.
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true })
  } catch (cause) {
    throw new ParseFailure('corrupt', 'The mail is damaged; export it again from the mail program.', { cause })
  }
}

function addressText(address: Address): string {
  if (address.group !== undefined) return `${address.name}: ${address.group.map(addressText).join(', ')}`
  return address.name === '' ? address.address : `${address.name} <${address.address}>`
}

/** Pictures that stand in the text belong to how it looks, like those of a web page. Signatures say nothing. */
function isSent({ related, mimeType }: Attachment): boolean {
  return !(related === true && mimeType.startsWith('image/')) && !SIGNATURES.has(mimeType)
}

const SIGNATURES: ReadonlySet<string> = new Set([
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
])

/** Parts without a name whose content alone does not tell what they are. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'message/rfc822': '.eml',
  'text/html': '.html',
  'text/csv': '.csv',
  'text/markdown': '.md',
  'text/calendar': '.ics',
}

/** What people call such parts. */
const WITHOUT_NAME: Readonly<Record<string, string>> = {
  'message/rfc822': 'attached mail',
  'text/html': 'web page',
  'text/calendar': 'appointment',
}

function partOf({ filename, mimeType, content }: Attachment): Part {
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
  const extension = EXTENSIONS[mimeType] ?? ''
  const given = filename ?? ''
  const name = given === '' ? `${WITHOUT_NAME[mimeType] ?? mimeType.replace('/', ' ')}${extension}` : given
  return {
    name: mimeType === 'message/rfc822' && !name.endsWith(extension) ? `${name}${extension}` : name,
    open: async (limit) => {
      if (bytes.length > limit) throw new ParseFailure('too-large', 'The attachment is too large.')
      return bytes
    },
  }
}

const ENCRYPTED = /^(?:multipart\/encrypted|application\/(?:x-)?pkcs7-mime(?!.*smime-type\s*=\s*"?signed-data))/i

function isEncrypted({ headers }: Email): boolean {
  return ENCRYPTED.test(headers.find(({ key }) => key === 'content-type')?.value.replace(/\s+/g, ' ') ?? '')
}

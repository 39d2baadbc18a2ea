import { burn } from '@kenjiuno/msgreader/lib/Burner.js'
import { TypeEnum } from '@kenjiuno/msgreader/lib/Reader.js'

const { ROOT, DIRECTORY: STORAGE, DOCUMENT: STREAM } = TypeEnum
type Entry = Parameters<typeof burn>[0][number]

export interface TinyMessage {
  readonly subject: string
  readonly body?: string
  /** UTF-8. */
  readonly html?: string
  /** RTF, kept as Outlook keeps what it could not compress. */
  readonly rtf?: string
  readonly attachments?: Readonly<Record<string, string | TinyMessage>>
}

/** A message as Outlook saves it, with attachments and messages in it. */
export function tinyMsg(message: TinyMessage): Buffer {
  const entries: Entry[] = [{ name: 'Root Entry', type: ROOT, length: 0, children: [] }]
  addMessage(entries, 0, message, true)
  return Buffer.from(burn(entries))
}

function addMessage(entries: Entry[], parent: number, message: TinyMessage, isTop: boolean): void {
  const { subject, body, html, rtf, attachments = {} } = message
  add(entries, parent, '__properties_version1.0', Buffer.alloc(isTop ? 32 : 24))
  add(entries, parent, '__substg1.0_0037001F', Buffer.from(subject, 'utf16le'))
  add(entries, parent, '__substg1.0_0C1A001F', Buffer.from('Ada', 'utf16le'))
  add(entries, parent, '__substg1.0_5D01001F', Buffer.from('ada@example.org', 'utf16le'))
  if (body !== undefined) add(entries, parent, '__substg1.0_1000001F', Buffer.from(body, 'utf16le'))
  if (html !== undefined) add(entries, parent, '__substg1.0_10130102', Buffer.from(html))
  if (rtf !== undefined) add(entries, parent, '__substg1.0_10090102', uncompressedRtf(rtf))
  for (const [index, [name, content]] of Object.entries(attachments).entries()) {
    const folder = addStorage(entries, parent, `__attach_version1.0_#0000000${index}`)
    add(entries, folder, '__properties_version1.0', Buffer.alloc(8))
    add(entries, folder, '__substg1.0_3707001F', Buffer.from(name, 'utf16le'))
    if (typeof content === 'string') add(entries, folder, '__substg1.0_37010102', Buffer.from(content))
    else addMessage(entries, addStorage(entries, folder, '__substg1.0_3701000D'), content, false)
  }
}

function uncompressedRtf(rtf: string): Buffer {
  const header = Buffer.alloc(16)
  header.writeUInt32LE(rtf.length + 12, 0)
  header.writeUInt32LE(rtf.length, 4)
  header.write('MELA', 8)
  return Buffer.concat([header, Buffer.from(rtf)])
}

function addStorage(entries: Entry[], parent: number, name: string): number {
  return push(entries, parent, { name, type: STORAGE, length: 0, children: [] })
}

function add(entries: Entry[], parent: number, name: string, bytes: Buffer): void {
  // The library takes the whole memory behind an array: small buffers of Node share theirs.
  const own = Uint8Array.from(bytes)
  push(entries, parent, { name, type: STREAM, length: own.length, binaryProvider: () => own })
}

function push(entries: Entry[], parent: number, entry: Entry): number {
  const index = entries.push(entry) - 1
  entries[parent]?.children?.push(index)
  return index
}

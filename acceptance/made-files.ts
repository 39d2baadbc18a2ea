import { crc32 } from 'node:zlib'
import type { UploadedFile } from './client.ts'

/** A PDF in Helvetica with one line of text per page; `locked` encrypts it under a password nobody knows. */
export function pdfFile(name: string, pages: readonly string[], { locked = false } = {}): UploadedFile {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
  const kids: string[] = []
  for (const text of pages) {
    const content = `BT /F1 11 Tf 60 780 Td (${text.replace(/[\\()]/g, '\\$&')}) Tj ET`
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${objects.length} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    )
    kids.push(`${objects.length} 0 R`)
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`
  return { name, content: Uint8Array.from(Buffer.from(pdfText(objects, locked), 'latin1')) }
}

/** Letters as a printer of dots makes them, seven rows of five: `1` is ink. */
const DOTS: Readonly<Record<string, readonly string[]>> = {
  ' ': ['00000', '00000', '00000', '00000', '00000', '00000', '00000'],
  A: ['01110', '10001', '10001', '11111', '10001', '10001', '10001'],
  E: ['11111', '10000', '10000', '11110', '10000', '10000', '11111'],
  H: ['10001', '10001', '10001', '11111', '10001', '10001', '10001'],
  L: ['10000', '10000', '10000', '10000', '10000', '10000', '11111'],
  M: ['10001', '11011', '10101', '10101', '10001', '10001', '10001'],
  T: ['11111', '00100', '00100', '00100', '00100', '00100', '00100'],
}
const DOT_IN_PIXELS = 6

/** A PDF as a scanner makes it: an image of the words, which are of the letters A E H L M T, and no text. */
export function scanFile(name: string, words: string): UploadedFile {
  const rows = Array.from({ length: 11 }, (_, row) =>
    Array.from(words, (letter) => `${DOTS[letter]?.[row - 2] ?? '00000'}0`).join(''),
  )
  const width = words.length * 6 * DOT_IN_PIXELS
  const pixels = rows.flatMap((row) => {
    const line = Array.from(row, (dot) => (dot === '1' ? '\u0000' : '\u00FF').repeat(DOT_IN_PIXELS)).join('')
    return Array.from({ length: DOT_IN_PIXELS }, () => line)
  })
  const image = pixels.join('')
  const draw = `q ${width / 2} 0 0 ${pixels.length / 2} 60 600 cm /I1 Do Q`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${pixels.length} /ColorSpace /DeviceGray /BitsPerComponent 8 /Length ${image.length} >>\nstream\n${image}\nendstream`,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << /I1 3 0 R >> >> >>',
    `<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`,
  ]
  return { name, content: Uint8Array.from(Buffer.from(pdfText(objects, false), 'latin1')) }
}

function pdfText(objects: readonly string[], locked: boolean): string {
  let file = '%PDF-1.4\n'
  const rows = objects.map((object, i) => {
    const row = `${String(file.length).padStart(10, '0')} 00000 n \n`
    file += `${i + 1} 0 obj\n${object}\nendobj\n`
    return row
  })
  const key = 'ab'.repeat(32)
  const lock = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >> /ID [<ab> <ab>]`
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}`
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R ${locked ? lock : ''} >>\nstartxref\n${file.length}\n%%EOF\n`
  return `${file}${table}${trailer}`
}

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A Word document of paragraphs. */
export function docxFile(name: string, paragraphs: readonly string[]): UploadedFile {
  const body = paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('')
  const content = zip({
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${WORD}"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  })
  return { name, content: Uint8Array.from(content) }
}

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** An Excel workbook; each sheet is rows of texts. */
export function xlsxFile(name: string, sheets: Readonly<Record<string, readonly (readonly string[])[]>>): UploadedFile {
  const names = Object.keys(sheets)
  const path = (i: number) => `xl/worksheets/sheet${i + 1}.xml`
  const entries: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET}.sheet.main+xml"/>${names.map((_, i) => `<Override PartName="/${path(i)}" ContentType="${SHEET}.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><sheets>${names.map((sheet, i) => `<sheet name="${sheet}" sheetId="${i + 1}" r:id="r${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${names.map((_, i) => `<Relationship Id="r${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
  }
  for (const [i, rows] of Object.values(sheets).entries()) {
    const cells = (row: readonly string[]) => row.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')
    entries[path(i)] =
      `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.map((row) => `<row>${cells(row)}</row>`).join('')}</sheetData></worksheet>`
  }
  return { name, content: Uint8Array.from(zip(entries)) }
}

/** A zip archive of other files. */
export function zipFile(name: string, files: readonly UploadedFile[]): UploadedFile {
  return { name, content: Uint8Array.from(zip(Object.fromEntries(files.map((file) => [file.name, file.content])))) }
}

/** A mail with a sentence and attachments. */
export function mailFile(name: string, text: string, attachments: readonly UploadedFile[]): UploadedFile {
  const parts = attachments.map(
    ({ name: attached, content }) =>
      `--b\r\nContent-Type: application/octet-stream; name="${attached}"\r\nContent-Disposition: attachment; filename="${attached}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64')}\r\n`,
  )
  const head =
    'From: a@example.org\r\nTo: b@example.org\r\nSubject: Attached\r\nDate: Mon, 02 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'
  return { name, content: `${head}--b\r\nContent-Type: text/plain\r\n\r\n${text}\r\n${parts.join('')}--b--\r\n` }
}

/** What identifies a file of Word before 2007, without a document in it. */
export function oldWordFile(name: string): UploadedFile {
  const start = Buffer.from('d0cf11e0a1b11ae1', 'hex')
  return {
    name,
    content: Uint8Array.from(Buffer.concat([start, Buffer.alloc(2_000), Buffer.from('WordDocument', 'utf16le')])),
  }
}

/** A zip file whose entries are stored as they are. */
function zip(entries: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, stored] of Object.entries(entries)) {
    const content = Buffer.from(stored)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    const body = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), content])
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common, rest, Buffer.from(name)]))
    bodies.push(body)
    offset += body.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, list, Buffer.from('PK\u0005\u0006'), end])
}

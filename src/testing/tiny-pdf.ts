/** A line of a page: its text, and the size of the type in points (12 when left out). */
export interface PdfLine {
  readonly text: string
  readonly size?: number
}

export interface TinyPdfOptions {
  /** Locks the file with a password nobody knows. */
  readonly locked?: boolean
  /** Draws a grey box on every page, as a scan without text would. */
  readonly box?: boolean
  /** What the bytes of texts stand for; left out, the standard encoding of the font. */
  readonly encoding?: 'WinAnsiEncoding' | 'MacRomanEncoding'
}

/** A PDF in Helvetica with one page per list of lines. */
export function tinyPdf(pages: readonly (readonly PdfLine[])[], options: TinyPdfOptions = {}): Buffer {
  const encoding = options.encoding === undefined ? '' : ` /Encoding /${options.encoding}`
  const font = `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica${encoding} >>`
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', font]
  const kids: string[] = []
  for (const lines of pages) {
    const content = pageContent(lines, options)
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
    kids.push(`${objects.length + 1} 0 R`)
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${objects.length} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    )
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`
  return Buffer.from(assemble(objects, options), 'latin1')
}

function pageContent(lines: readonly PdfLine[], options: TinyPdfOptions): string {
  let y = 780
  const parts = options.box === true ? ['0.5 g 100 100 300 500 re f 0 g'] : []
  for (const { text, size = 12 } of lines) {
    parts.push(`BT /F1 ${size} Tf 72 ${y} Td (${text.replace(/[\\()]/g, '\\$&')}) Tj ET`)
    y -= size * 2.2
  }
  return parts.join('\n')
}

function assemble(objects: readonly string[], options: TinyPdfOptions): string {
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const key = 'ab'.repeat(32)
  const lock =
    options.locked === true
      ? `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >> /ID [<ab> <ab>]`
      : ''
  return `${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${lock} >>\nstartxref\n${file.length}\n%%EOF\n`
}

import type { Box } from '../parsed-document.ts'

/** Pixels in a form that PDF knows, so that they need not be unpacked to be put into one. */
export interface Picture {
  /** In pixels. */
  readonly width: number
  readonly height: number
  /** Entries of the dictionary of a PDF image that say what the bytes of the data mean. */
  readonly entries: string
  readonly data: Uint8Array
}

/**
 * A PDF whose only page is the given picture in the given size in points. Text recognition skips pages that have text;
 * of a picture it reads everything.
 */
export function pictureAsPdf(picture: Picture, size: Pick<Box, 'width' | 'height'>): Buffer {
  const { width, height, entries, data } = picture
  const content = Buffer.from(`q ${size.width} 0 0 ${size.height} 0 0 cm /I Do Q`)
  const objects: readonly (readonly [string, Uint8Array?])[] = [
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${size.width} ${size.height}] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>`,
    ],
    [`<< /Length ${content.length} >>`, content],
    [`<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} ${entries} /Length ${data.length} >>`, data],
  ]
  return writePdf(objects)
}

function writePdf(objects: readonly (readonly [string, Uint8Array?])[]): Buffer {
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  const write = (part: Uint8Array) => {
    parts.push(part)
    length += part.length
  }
  objects.forEach(([dictionary, stream], index) => {
    offsets.push(length)
    write(Buffer.from(`${index + 1} 0 obj\n${dictionary}\n`))
    if (stream !== undefined) {
      write(Buffer.from('stream\n'))
      write(stream)
      write(Buffer.from('\nendstream\n'))
    }
    write(Buffer.from('endobj\n'))
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  const end = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`
  write(Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${table}${end}`))
  return Buffer.concat(parts)
}

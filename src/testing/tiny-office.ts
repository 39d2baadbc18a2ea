import { tinyZip } from './tiny-zip.ts'

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const DOCUMENT = 'application/vnd.openxmlformats-officedocument'

function contentTypes(parts: Readonly<Record<string, string>>): string {
  const overrides = Object.entries(parts).map(
    ([name, type]) => `<Override PartName="/${name}" ContentType="${type}+xml"/>`,
  )
  return (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
  )
}

function relations(targets: Readonly<Record<string, readonly [type: string, target: string]>>): string {
  const items = Object.entries(targets).map(
    ([id, [type, target]]) => `<Relationship Id="${id}" Type="${RELATION}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`
}

/** A Word document with this body, in WordprocessingML. */
export function tinyDocx(body: string): Buffer {
  return tinyZip({
    '[Content_Types].xml': contentTypes({ 'word/document.xml': `${DOCUMENT}.wordprocessingml.document.main` }),
    '_rels/.rels': relations({ r1: ['officeDocument', 'word/document.xml'] }),
    'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  })
}

const sheetPart = (index: number) => `xl/worksheets/sheet${index + 1}.xml`

/** A text, or a number with the index of its style. */
export type TinyCell = string | { readonly value: string; readonly style: number }

/** A workbook; its sheets lie in the zip in the opposite order of the workbook. `styles` is the XML of its styles. */
export function tinyXlsx(sheets: Readonly<Record<string, readonly (readonly TinyCell[])[]>>, styles?: string): Buffer {
  const names = Object.keys(sheets)
  const entries: Record<string, string> = {
    '[Content_Types].xml': contentTypes({
      'xl/workbook.xml': `${DOCUMENT}.spreadsheetml.sheet.main`,
      ...Object.fromEntries(names.map((_, index) => [sheetPart(index), `${DOCUMENT}.spreadsheetml.worksheet`])),
    }),
    '_rels/.rels': relations({ r1: ['officeDocument', 'xl/workbook.xml'] }),
    'xl/workbook.xml':
      `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${RELATION}"><sheets>` +
      `${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="r${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      Object.fromEntries(names.map((_, index) => [`r${index + 1}`, ['worksheet', `worksheets/sheet${index + 1}.xml`]])),
    ),
  }
  for (const [index, rows] of Object.values(sheets).entries().toArray().reverse()) {
    entries[sheetPart(index)] = sheetXml(rows)
  }
  if (styles !== undefined) entries['xl/styles.xml'] = styles
  return tinyZip(entries)
}

function sheetXml(rows: readonly (readonly TinyCell[])[]): string {
  const lines = rows.map((row, index) =>
    row.length === 0 ? '' : `<row r="${index + 1}">${rowXml(row, index + 1)}</row>`,
  )
  return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`
}

function rowXml(row: readonly TinyCell[], number: number): string {
  const cells = row.map((cell, column) => {
    const place = `${String.fromCharCode(65 + column)}${number}`
    if (typeof cell !== 'string') return `<c r="${place}" s="${cell.style}"><v>${cell.value}</v></c>`
    const text = cell
    return text === '' ? '' : `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`
  })
  return cells.join('')
}

function shape(id: number, type: string, text: string): string {
  return (
    `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="s${id}"/><p:cNvSpPr/><p:nvPr>${type === '' ? '' : `<p:ph type="${type}"/>`}</p:nvPr></p:nvSpPr>` +
    `<p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`
  )
}

/** A presentation of slides, each a title and a paragraph. */
export function tinyPptx(slides: readonly { readonly title: string; readonly text: string }[]): Buffer {
  const space = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${RELATION}"`
  const entries: Record<string, string> = {
    '[Content_Types].xml': contentTypes({
      'ppt/presentation.xml': `${DOCUMENT}.presentationml.presentation.main`,
      ...Object.fromEntries(slides.map((_, i) => [`ppt/slides/slide${i + 1}.xml`, `${DOCUMENT}.presentationml.slide`])),
    }),
    '_rels/.rels': relations({ r1: ['officeDocument', 'ppt/presentation.xml'] }),
    'ppt/presentation.xml': `<p:presentation ${space}><p:sldIdLst>${slides.map((_, i) => `<p:sldId id="${256 + i}" r:id="r${i + 1}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(
      Object.fromEntries(slides.map((_, i) => [`r${i + 1}`, ['slide', `slides/slide${i + 1}.xml`]])),
    ),
  }
  for (const [i, slide] of slides.entries()) {
    entries[`ppt/slides/slide${i + 1}.xml`] =
      `<p:sld ${space}><p:cSld><p:spTree>${shape(2, 'title', slide.title)}${slide.text === '' ? '' : shape(3, '', slide.text)}</p:spTree></p:cSld></p:sld>`
  }
  return tinyZip(entries)
}

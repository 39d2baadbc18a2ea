import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { ReportRow } from '../../contracts/reports.ts'
import type { Table, TableColumn, TableWriter } from './table.ts'

/** More does not fit into a cell. */
const MOST_LETTERS = 32_767
/** Day 0 of spreadsheets is the 30th of December 1899, for those that hold 1900 to be a leap year. */
const FIRST_DAY_IN_MS = Date.UTC(1899, 11, 30)
const DAY_IN_MS = 86_400_000
/** What XML cannot hold. */
const NO_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Places in `cellXfs` of the styles below. */
const STYLES = { number: 0, bold: 1, date: 2, moment: 3, text: 4 } as const

/** The parts of a workbook with one sheet that stay the same (ECMA-376, part 1). */
const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
  '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  // "quotePrefix" keeps text text when somebody edits the cell or saves it as CSV and opens it again.
  'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf quotePrefix="1"/></cellXfs></styleSheet>`,
}

/** A workbook with one sheet. Text stands there as text, so that nothing in it is a formula. Times are in UTC. */
export const writeXlsx: TableWriter = async function* (table: Table) {
  const zip = new ZipFile()
  const out = new PassThrough()
  zip.on('error', (error) =>
    out.destroy(error instanceof Error ? error : new Error('the workbook could not be packed')),
  )
  for (const [name, content] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(content), name)
  const title = escape(table.title.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31))
  const workbook = `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${title}" sheetId="1" r:id="rId1"/></sheets></workbook>`
  zip.addBuffer(Buffer.from(workbook), 'xl/workbook.xml')
  const sheet = Readable.from(sheetOf(table))
  sheet.on('error', (error) => out.destroy(error))
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml')
  zip.end()
  zip.outputStream.pipe(out)
  yield* out
}

async function* sheetOf({ columns, batches }: Table): AsyncGenerator<Buffer> {
  const pane =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
  const names = columns.map(({ name }) => textCell(name, STYLES.bold)).join('')
  yield Buffer.from(`${XML}<worksheet xmlns="${MAIN}">${pane}<sheetData><row>${names}</row>`)
  for await (const rows of batches) yield Buffer.from(rows.map((row) => rowOf(columns, row)).join(''))
  yield Buffer.from('</sheetData></worksheet>')
}

function rowOf(columns: readonly TableColumn[], row: ReportRow): string {
  return `<row>${columns.map((column) => cellOf(column, row[column.name] ?? null)).join('')}</row>`
}

function cellOf({ type }: TableColumn, value: string | number | null): string {
  if (value === null) return '<c/>'
  if (typeof value === 'number') return `<c><v>${value}</v></c>`
  if (type !== 'date' && type !== 'moment') return textCell(value, STYLES.text)
  return `<c s="${STYLES[type]}"><v>${(Date.parse(value) - FIRST_DAY_IN_MS) / DAY_IN_MS}</v></c>`
}

function textCell(text: string, style: number): string {
  return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(text.slice(0, MOST_LETTERS))}</t></is></c>`
}

function escape(text: string): string {
  return text
    .replaceAll(NO_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

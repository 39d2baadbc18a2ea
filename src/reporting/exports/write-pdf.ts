import PdfKit from 'pdfkit'
import type { ReportRow } from '../../contracts/reports.ts'
import type { Table, TableColumn, TableWriter } from './table.ts'

/** A summary is to be read: what is longer belongs into a spreadsheet. */
const MOST_ROWS = 400
const CHARTS = 3
const [MARGIN, CHART_HEIGHT, LINE] = [40, 90, 12]
const BLUE = '#2b5fb4'

/** Title, period, a chart for each of the first columns, and the first 400 rows. Letters beyond Western Europe become "?". */
export const writePdf: TableWriter = async function* (table: Table) {
  const rows: ReportRow[] = []
  for await (const batch of table.batches) {
    rows.push(...batch.slice(0, MOST_ROWS - rows.length))
    if (rows.length >= MOST_ROWS) break
  }
  const page = new PdfKit({ size: 'A4', margin: MARGIN, info: { Title: table.title } })
  const [key, ...columns] = table.columns
  page.font('Helvetica-Bold').fontSize(18).text(latin(table.title))
  page.font('Helvetica').fontSize(9).fillColor('#555').text(latin(table.subtitle)).moveDown()
  if (key !== undefined && rows.length > 0)
    for (const column of columns.filter(({ type }) => type === 'number').slice(0, CHARTS))
      drawChart(page, { key, column, rows })
  drawRows(page, table.columns, rows)
  page.end()
  yield* page as unknown as AsyncIterable<Uint8Array>
}

interface Chart {
  readonly key: TableColumn
  readonly column: TableColumn
  readonly rows: readonly ReportRow[]
}

function drawChart(page: PDFKit.PDFDocument, { key, column, rows }: Chart): void {
  const width = page.page.width - 2 * MARGIN
  const values = rows.map((row) => Number(row[column.name] ?? 0))
  const most = Math.max(...values, 0)
  page
    .fillColor('black')
    .fontSize(10)
    .text(latin(`${column.name}: ${column.description} At most ${most}.`), MARGIN)
  const [top, step] = [page.y + 4, width / rows.length]
  for (const [n, value] of values.entries()) {
    const height = most === 0 ? 0 : (value / most) * CHART_HEIGHT
    page.rect(MARGIN + n * step, top + CHART_HEIGHT - height, Math.max(step * 0.8, 0.4), height).fill(BLUE)
  }
  page
    .moveTo(MARGIN, top + CHART_HEIGHT)
    .lineTo(MARGIN + width, top + CHART_HEIGHT)
    .stroke('#999')
  const [first, last] = [rows[0], rows.at(-1)].map((row) => latin(String(row?.[key.name] ?? '')))
  page
    .fillColor('#555')
    .fontSize(8)
    .text(first ?? '', MARGIN, top + CHART_HEIGHT + 3)
  page.text(last ?? '', MARGIN, top + CHART_HEIGHT + 3, { width, align: 'right' })
  page.y = top + CHART_HEIGHT + 3 * LINE
}

function drawRows(page: PDFKit.PDFDocument, columns: readonly TableColumn[], rows: readonly ReportRow[]): void {
  const width = (page.page.width - 2 * MARGIN) / columns.length
  const draw = (cells: readonly string[], font: string): void => {
    if (page.y + LINE > page.page.height - MARGIN) page.addPage()
    const top = page.y
    page.font(font).fontSize(7).fillColor('black')
    for (const [n, cell] of cells.entries())
      page.text(latin(cell).slice(0, 40), MARGIN + n * width, top, {
        width: width - 4,
        height: LINE,
        ellipsis: true,
        lineBreak: false,
      })
    page.y = top + LINE
  }
  draw(
    columns.map(({ name }) => name),
    'Helvetica-Bold',
  )
  for (const row of rows)
    draw(
      columns.map(({ name }) => String(row[name] ?? '')),
      'Helvetica',
    )
}

/** The fonts that every reader of PDF has know no other letters. */
function latin(text: string): string {
  return text.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?')
}

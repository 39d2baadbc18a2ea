import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { neutralise } from '../platform/http/write-csv.ts'
import type { Table } from '../reporting/exports/table.ts'
import { WRITERS } from '../reporting/exports/write-table.ts'
import { saveAs } from './libre-office.ts'

/** Texts that spreadsheet programs have taken for formulas, and one that is none. */
export const FORMULA_TEXTS = [
  '=1+1',
  '+1',
  '-2',
  '@SUM(A1)',
  '=HYPERLINK("http://x.example","y")',
  "=cmd|'/C calc'!A0",
  '\t=1',
  'plain "text", with a comma',
] as const

/** How an exported file looks in LibreOffice. */
export interface CheckedExport {
  readonly format: 'csv' | 'xlsx'
  readonly rows: number
  /** Cells that LibreOffice computes. */
  readonly live_formulas: number
  /** Cells with another type or value than was exported, as "row column: what stands there". */
  readonly wrong: readonly string[]
}

const COLUMNS = ['text', 'number', 'day', 'at'] as const
/** UTF-8, commas, quotes; numbers and dates are looked for, and formulas computed: the worst that somebody can choose. */
const HOSTILE_CSV = 'Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,0,true'

/** Export these texts with a number, a day and a moment beside each, and look at the cells that LibreOffice makes of the file. */
export async function checkExport(
  soffice: string,
  format: CheckedExport['format'],
  texts: readonly string[],
): Promise<CheckedExport> {
  const write = await WRITERS[format].load()
  const file = Buffer.concat(await Array.fromAsync(write(tableOf(texts))))
  const importing = format === 'csv' ? HOSTILE_CSV : undefined
  const flat = (await saveAs(soffice, file, format, 'fods', importing)).toString()
  const rows = rowsOf(flat).slice(1, texts.length + 1)
  const expected = texts.map((text, n) => expectedCells(format === 'csv' ? neutralise(text) : text, n))
  const wrong = expected.flatMap((cells, n) =>
    cells.flatMap((cell, at) => {
      const found = rows[n]?.[at] ?? 'nothing'
      return found === cell ? [] : [`${n + 1} ${COLUMNS[at]}: ${found}`]
    }),
  )
  return { format, rows: rows.length, live_formulas: flat.split('table:formula=').length - 1, wrong }
}

const dayOf = (n: number) => new Date(Date.UTC(2026, 1, 27 + n)).toISOString().slice(0, 10)
const momentOf = (n: number) => new Date(Date.UTC(2026, 1, 28, 23, 59, 58 + n)).toISOString()

function tableOf(texts: readonly string[]): Table {
  async function* batches() {
    yield texts.map((text, n) => ({ text, number: n - 1.5, day: dayOf(n), at: momentOf(n) }))
  }
  const types = { text: 'text', number: 'number', day: 'date', at: 'moment' } as const
  const columns = COLUMNS.map((name) => ({ name, type: types[name], description: name }))
  return { title: 'Check', subtitle: 'check', columns, batches: batches() }
}

function expectedCells(text: string, n: number): readonly string[] {
  const at = momentOf(n).replace(/\.000Z$/, '')
  return [`string ${withoutSpace(text)}`, `float ${n - 1.5}`, `date ${dayOf(n)}`, `date ${at}`]
}

const Cell = z.object({
  '@_office:value-type': z.string().optional(),
  '@_office:value': z.string().optional(),
  '@_office:date-value': z.string().optional(),
  'text:p': z.unknown(),
})
const listOf = <Value>(value: Value | readonly Value[]): readonly Value[] => [value].flat() as Value[]

/** The cells of the first sheet of a flat OpenDocument file, each as its type and value. */
function rowsOf(flat: string): readonly (readonly string[])[] {
  const parser = new XMLParser({ ignoreAttributes: false, trimValues: false, parseTagValue: false })
  const Sheet = z.object({ 'table:table-row': z.array(z.object({ 'table:table-cell': z.unknown() })) })
  const File = z.object({
    'office:document': z.object({
      'office:body': z.object({ 'office:spreadsheet': z.object({ 'table:table': z.unknown() }) }),
    }),
  })
  const sheets = File.parse(parser.parse(flat))['office:document']['office:body']['office:spreadsheet']['table:table']
  const sheet = Sheet.parse(listOf(sheets)[0])
  return sheet['table:table-row'].map((row) => listOf(row['table:table-cell']).map((cell) => shown(Cell.parse(cell))))
}

function shown(cell: z.infer<typeof Cell>): string {
  const type = cell['@_office:value-type'] ?? 'empty'
  if (type === 'float') return `float ${cell['@_office:value']}`
  if (type === 'date') return `date ${cell['@_office:date-value']}`
  return `${type} ${withoutSpace(listOf(cell['text:p']).map(textOf).join(''))}`
}

/** Tabs and repeated spaces are elements of their own, whose places the parser does not keep. */
function textOf(paragraph: unknown): string {
  if (typeof paragraph === 'string') return paragraph
  if (typeof paragraph !== 'object' || paragraph === null) return ''
  const parts = Object.entries(paragraph).filter(([name]) => !name.startsWith('@_'))
  return parts.map(([name, part]) => (name === '#text' ? String(part) : '')).join('')
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s/g, '')
}

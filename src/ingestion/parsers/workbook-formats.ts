import type { OfficeContentNode } from 'officeparser'
import { type NumberFormat, numberFormat, shownNumber } from './number-format.ts'
import { attributeOf } from './xml-attribute.ts'
import { readZipEntry } from './zip-entry.ts'

/** A sheet of this size has a million cells; the rest of its numbers stay as they are stored. */
const MAXIMUM_SHEET_BYTES = 64 * 1024 * 1024

const CELL = /<(?:\w+:)?c\s([^<>]{1,200}?)\/?>/g
const PLACE = /^([A-Z]{1,3})(\d{1,7})$/
/** Types of cells that hold no number. */
const NOT_A_NUMBER = /\bt="(?:s|str|inlineStr|b|e|d)"/

/** The number formats of cells, by the name of their sheet and their place in it. */
export type WorkbookFormats = ReadonlyMap<string, ReadonlyMap<string, NumberFormat>>

/**
 * How the numbers of a workbook are shown: dates are stored as days since 1900, 2.5 % as 0.025, and an amount of money
 * without its currency. Only cells with such formats are listed.
 */
export function workbookFormats(bytes: Uint8Array): WorkbookFormats {
  const workbook = readZipEntry(bytes, 'xl/workbook.xml')?.toString('utf8') ?? ''
  const styles = formatsOfStyles(readZipEntry(bytes, 'xl/styles.xml')?.toString('utf8') ?? '', is1904(workbook))
  if (styles.size === 0) return new Map()
  const targets = relationTargets(readZipEntry(bytes, 'xl/_rels/workbook.xml.rels')?.toString('utf8') ?? '')
  const formats = new Map<string, ReadonlyMap<string, NumberFormat>>()
  for (const [, attributes = ''] of workbook.matchAll(/<(?:\w+:)?sheet\s([^<>]*)/g)) {
    const target = targets.get(attributeOf(attributes, 'r:id') ?? '')
    const name = attributeOf(attributes, 'name')
    if (target === undefined || name === undefined) continue
    const sheet = readZipEntry(bytes, target, MAXIMUM_SHEET_BYTES)
    if (sheet !== null) formats.set(name, cellFormats(sheet.toString('utf8'), styles))
  }
  return formats
}

function is1904(workbook: string): boolean {
  return /<(?:\w+:)?workbookPr\s[^<>]*date1904="(?:1|true)"/.test(workbook)
}

/** Formats by the index that cells name; only those that show a number as something else. */
function formatsOfStyles(styles: string, since1904: boolean): ReadonlyMap<number, NumberFormat> {
  const codes = new Map<number, string>()
  for (const [, attributes = ''] of styles.matchAll(/<(?:\w+:)?numFmt\s([^<>]*)/g)) {
    codes.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '')
  }
  const cells = /<(?:\w+:)?cellXfs\b[\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(styles)?.[0] ?? ''
  const formats = new Map<number, NumberFormat>()
  let index = 0
  for (const [, attributes = ''] of cells.matchAll(/<(?:\w+:)?xf\s([^<>]*)/g)) {
    const id = Number(attributeOf(attributes, 'numFmtId'))
    const format = numberFormat(id, codes.get(id), since1904)
    if (format !== null) formats.set(index, format)
    index += 1
  }
  return formats
}

function relationTargets(relations: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>()
  for (const [, attributes = ''] of relations.matchAll(/<(?:\w+:)?Relationship\s([^<>]*)/g)) {
    const target = attributeOf(attributes, 'Target') ?? ''
    targets.set(attributeOf(attributes, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  }
  return targets
}

function cellFormats(sheet: string, styles: ReadonlyMap<number, NumberFormat>): ReadonlyMap<string, NumberFormat> {
  const formats = new Map<string, NumberFormat>()
  for (const [, attributes = ''] of sheet.matchAll(CELL)) {
    const format = styles.get(Number(attributeOf(attributes, 's') ?? -1))
    if (format === undefined || NOT_A_NUMBER.test(attributes)) continue
    const [, letters = '', row = ''] = PLACE.exec(attributeOf(attributes, 'r') ?? '') ?? []
    if (letters !== '') formats.set(placeKey(Number(row) - 1, columnOf(letters)), format)
  }
  return formats
}

function columnOf(letters: string): number {
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function placeKey(row: number, column: number): string {
  return `${row}:${column}`
}

/** A sheet with its numbers as they are shown. */
export function withShownNumbers(sheet: OfficeContentNode, formats: WorkbookFormats): OfficeContentNode {
  const cells = formats.get(sheet.type === 'sheet' ? (sheet.metadata?.sheetName ?? '') : '')
  if (cells === undefined || cells.size === 0) return sheet
  return mapCells(sheet, (cell) => {
    if (cell.type !== 'cell' || cell.metadata === undefined) return cell
    const format = cells.get(placeKey(cell.metadata.row, cell.metadata.col))
    const shown = format === undefined ? null : shownNumber(cell.text ?? '', format)
    return shown === null ? cell : { ...cell, text: shown, children: [{ type: 'text', text: shown }] }
  })
}

function mapCells(node: OfficeContentNode, change: (cell: OfficeContentNode) => OfficeContentNode): OfficeContentNode {
  if (node.type === 'cell') return change(node)
  if (node.type !== 'sheet' && node.type !== 'row') return node
  return { ...node, children: (node.children ?? []).map((child) => mapCells(child, change)) }
}

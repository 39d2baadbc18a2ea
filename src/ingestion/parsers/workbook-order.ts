import type { OfficeContentNode } from 'officeparser'
import { decodeXml } from './xml-attribute.ts'
import { readZipEntry } from './zip-entry.ts'

/** The parser gives sheets in the order of the zip file; people count them in the order of the workbook. */
export function inWorkbookOrder(sheets: readonly OfficeContentNode[], bytes: Uint8Array): readonly OfficeContentNode[] {
  const workbook = readZipEntry(bytes, 'xl/workbook.xml')
  if (workbook === null) return sheets
  const names = [...workbook.toString('utf8').matchAll(/<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"/g)]
  const places = new Map(names.map((match, index) => [decodeXml(match[1] ?? ''), index]))
  const place = (node: OfficeContentNode) =>
    places.get(node.type === 'sheet' ? (node.metadata?.sheetName ?? '') : '') ?? places.size
  return sheets.toSorted((a, b) => place(a) - place(b))
}

import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, it } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import type { Table } from './table.ts'
import { writeXlsx } from './write-xlsx.ts'

async function partsOf(xlsx: Buffer): Promise<Readonly<Record<string, string>>> {
  const zip = await fromBufferPromise(xlsx)
  const parts: Record<string, string> = {}
  for await (const entry of zip.eachEntry())
    parts[entry.fileName] = (await buffer(await zip.openReadStreamPromise(entry))).toString()
  return parts
}

const TEXTS = ['=1+1', '@SUM(A1)', '\t=cmd', 'a & <b> "c"', `bell \u0007, half \ud800, whole 😀`]
const table: Table = {
  title: 'Usage [all]: a/b',
  subtitle: '',
  columns: [
    { name: 'day', type: 'date', description: '' },
    { name: 'at', type: 'moment', description: '' },
    { name: 'text', type: 'text', description: '' },
    { name: 'number', type: 'number', description: '' },
  ],
  batches: Readable.from([
    TEXTS.map((text) => ({ day: '2026-03-02', at: '2026-03-02T06:00:00.000Z', text, number: -1.5 })),
    [{ day: null, at: null, text: null, number: null }],
  ]),
}

it('has text as text, days as days and numbers as numbers, in well-formed parts', async () => {
  const parts = await partsOf(Buffer.concat(await Array.fromAsync(writeXlsx(table))))
  for (const [name, part] of Object.entries(parts)) expect(XMLValidator.validate(part), name).toBe(true)
  const sheet = parts['xl/worksheets/sheet1.xml'] ?? ''
  expect(sheet).not.toMatch(/<f[ >]/)
  const parser = new XMLParser({ ignoreAttributes: false, trimValues: false, processEntities: true })
  const { worksheet } = parser.parse(sheet) as {
    worksheet: {
      sheetData: { row: { c: { '@_s'?: string; '@_t'?: string; v?: number; is?: { t: { '#text': string } } }[] }[] }
    }
  }
  const [names, ...rows] = worksheet.sheetData.row
  expect(names?.c.map((cell) => cell.is?.t['#text'])).toEqual(['day', 'at', 'text', 'number'])
  const [first] = rows
  // Day 46,083 of spreadsheets is the 2nd of March 2026.
  expect(first?.c.map(({ v }) => v)).toEqual([46_083, 46_083.25, undefined, -1.5])
  expect(rows.slice(0, -1).map(({ c }) => c[2]?.is?.t['#text'])).toEqual([
    ...TEXTS.slice(0, 4),
    'bell , half , whole 😀',
  ])
  expect(rows.slice(0, -1).every(({ c }) => c[2]?.['@_t'] === 'inlineStr')).toBe(true)
})

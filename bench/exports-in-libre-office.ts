import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { parse } from 'csv-parse/sync'
import { findSoffice } from '../src/ingestion/find-soffice.ts'
import { checkExport, FORMULA_TEXTS } from '../src/testing/check-exports.ts'

/**
 * Exports of texts that pose as formulas, opened by LibreOffice with all that it may compute: live formulas, and cells of another
 * type or value than was exported. `node bench/exports-in-libre-office.ts [--soffice PATH] [FILE.csv]`; the first column of the
 * file is exported too.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { soffice: { type: 'string' } } })
const soffice = await findSoffice(values.soffice ?? 'auto')
const [file] = positionals
const rows: string[][] = file === undefined ? [] : parse(await readFile(file), { relax_column_count: true })
const texts = [...FORMULA_TEXTS, ...rows.slice(1).map(([first = '']) => first)]
if (soffice === null)
  console.log('LibreOffice is not installed: apt-get install libreoffice-calc-nogui, or --soffice PATH')
else
  for (const format of ['xlsx', 'csv'] as const) console.log(JSON.stringify(await checkExport(soffice, format, texts)))

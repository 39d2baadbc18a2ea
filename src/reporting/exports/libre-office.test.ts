import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { checkExport, FORMULA_TEXTS } from '../../testing/check-exports.ts'
import { findLibreOffice } from '../../testing/libre-office.ts'
import { realData } from '../../testing/real-data.ts'

const soffice = await findLibreOffice()

/** Attacks that were collected elsewhere, and our own. */
async function attacks(): Promise<readonly string[]> {
  const folder = realData('attacks/generated')
  if (folder === null) return FORMULA_TEXTS
  const rows: string[][] = parse(await readFile(join(folder, 'csv-injection.csv')), { relax_column_count: true })
  return [...FORMULA_TEXTS, ...rows.slice(1).map(([name = '']) => name)]
}

describe.skipIf(soffice === null)('an export that LibreOffice opens', () => {
  it.each(['xlsx', 'csv'] as const)(
    'as %s has no live formula, and texts, numbers, days and moments as they are',
    async (format) => {
      const texts = await attacks()
      expect(await checkExport(soffice ?? '', format, texts)).toEqual({
        format,
        rows: texts.length,
        live_formulas: 0,
        wrong: [],
      })
    },
  )
})

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const BESIDE_THE_PROJECT = fileURLToPath(new URL('../../../shared/data', import.meta.url))

/** A folder of the public test data (`FOOTNOTE_DATA`), or null, said in one line, where it is absent: skip the tests that need it. */
export function realData(folder: string): string | null {
  const path = join(process.env['FOOTNOTE_DATA'] ?? BESIDE_THE_PROJECT, folder)
  if (existsSync(path)) return path
  process.stdout.write(`skipped: there is no ${path} (set FOOTNOTE_DATA)\n`)
  return null
}

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of real data beside the project, or null after one printed line when it is absent. */
export function dataFolder(): string | null {
  const folder = process.env['FOOTNOTE_DATA'] ?? fileURLToPath(new URL('../../shared/data', import.meta.url))
  if (existsSync(folder)) return folder
  console.log(`skipped: there is no data folder at ${folder}; set FOOTNOTE_DATA`)
  return null
}

import { constants } from 'node:fs'
import { access } from 'node:fs/promises'

/** Where packages put it. */
const USUAL_PLACES = [
  '/usr/bin/soffice',
  '/usr/local/bin/soffice',
  '/opt/libreoffice/program/soffice',
  '/opt/homebrew/bin/soffice',
  '/Applications/LibreOffice.app/Contents/MacOS/soffice',
]

/**
 * Path of LibreOffice as the setting says: `auto` takes it where it is installed, `off` never, anything else is its path; null
 * for none. Throws when there is nothing to run at that path. Windows knows no groups of processes to kill: none there.
 */
export async function findSoffice(setting: string, places = USUAL_PLACES): Promise<string | null> {
  if (setting === 'off' || process.platform === 'win32') return null
  for (const path of setting === 'auto' ? places : [setting]) if (await isProgram(path)) return path
  if (setting === 'auto') return null
  throw new Error(`FOOTNOTE_SOFFICE names ${setting}, which cannot be run; correct it, or take it out.`)
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

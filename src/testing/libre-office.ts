import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findSoffice } from '../ingestion/find-soffice.ts'

/** LibreOffice of this machine, or null: then what needs it is left out, with one line that says so. */
export async function findLibreOffice(): Promise<string | null> {
  const soffice = await findSoffice('auto')
  if (soffice === null) process.stdout.write('LibreOffice is not installed: tests of old Office files are skipped\n')
  return soffice
}

/**
 * Turn a file into another format with all that LibreOffice allows, as a person would who saves it. `importing` is the filter
 * with its options that reads the file, where that is not to be guessed.
 */
export async function saveAs(
  soffice: string,
  content: string | Buffer,
  from: string,
  to: string,
  importing?: string,
): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-save-as-'))
  try {
    const input = join(folder, `file.${from}`)
    await writeFile(input, content)
    const profile = `-env:UserInstallation=file://${folder}/profile`
    // Awaited: what the file links to may be served by this very process.
    const filter = importing === undefined ? [] : [`--infilter=${importing}`]
    const target = ['--convert-to', to, '--outdir', folder, input]
    await promisify(execFile)(soffice, [profile, '--headless', ...filter, ...target])
    return await readFile(join(folder, `file.${to}`))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

import { join } from 'node:path'
import type { Config } from '../config.ts'

/** The folders that hold data of this installation. */
export function dataFolders({ home, blobsFolder, indexFolder, secretsFolder }: Config): readonly string[] {
  return [home, blobsFolder, indexFolder, secretsFolder].filter((folder) => folder !== undefined)
}

/** Where temporary files lie: inside the data folder, never elsewhere. */
export function temporaryFolder({ home }: Config): string {
  return join(home, 'tmp')
}

import { createOfficeConverter } from './convert-old-office.ts'
import { findSoffice } from './find-soffice.ts'
import { createParserPool, type ParserPool, type ParserPoolOptions } from './parser-pool.ts'
import { readOldOffice } from './read-old-office.ts'

export interface DocumentParserOptions extends ParserPoolOptions {
  /** `auto`, `off`, or the path of LibreOffice. */
  readonly soffice: string
  readonly temporaryFolder: string
  /** Folders of the server that no other program must see. */
  readonly hidden: readonly string[]
}

/** Everything that can be read: what the pool reads, and old Office files where LibreOffice is there to convert them. */
export async function openDocumentParser(options: DocumentParserOptions): Promise<ParserPool> {
  const { soffice: setting, temporaryFolder, hidden, ...pool } = options
  const soffice = await findSoffice(setting)
  const converter = soffice === null ? null : createOfficeConverter({ soffice, temporaryFolder, hidden })
  return readOldOffice(createParserPool(pool), converter)
}

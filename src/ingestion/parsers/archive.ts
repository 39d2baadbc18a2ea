import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument } from './assemble-document.ts'
import type { PartsReader } from './parts.ts'
import { zipParts } from './zip-parts.ts'

/** Read a zip archive as a folder: one document in which every file is a section. */
export async function parseArchive(bytes: Uint8Array, readParts: PartsReader): Promise<ParsedDocument> {
  const { drafts, failure, ...frame } = await readParts(zipParts(bytes))
  if (failure !== null) throw failure
  return assembleDocument(drafts, frame)
}

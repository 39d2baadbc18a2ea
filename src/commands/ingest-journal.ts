import { createHash } from 'node:crypto'
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { FoundFile } from './find-files.ts'

const Entry = z.object({ path: z.string(), state: z.string(), document_id: z.uuid() })

/** What of an ingest was added already, so that one that was interrupted goes on where it stopped. */
export interface IngestJournal {
  /** The document that a file became in an earlier run, if the file is still the same. */
  readonly documentOf: (file: FoundFile) => string | undefined
  /** Remember that these files are added. */
  readonly add: (added: readonly { readonly file: FoundFile; readonly documentId: string }[]) => Promise<void>
  /** The ingest came to its end; the next one of the same files begins anew. */
  readonly finish: () => Promise<void>
}

/** Open the journal of an ingest; `ingest` is everything that makes it this one: where it goes, what is added, how. */
export async function openIngestJournal(
  ingest: readonly unknown[],
  folder = join(homedir(), '.cache', 'footnote', 'ingest'),
): Promise<IngestJournal> {
  const name = createHash('sha256').update(JSON.stringify(ingest)).digest('hex').slice(0, 32)
  const path = join(folder, `${name}.jsonl`)
  const known = await read(path)
  return {
    documentOf: (file) => known.get(file.path + stateOf(file)),
    add: async (added) => {
      if (added.length === 0) return
      const lines = added.map(({ file, documentId }) =>
        JSON.stringify({ path: file.path, state: stateOf(file), document_id: documentId }),
      )
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await appendFile(path, `${lines.join('\n')}\n`, { mode: 0o600 })
    },
    finish: () => rm(path, { force: true }),
  }
}

/** A file that was written since has another. */
function stateOf({ modifiedAtMs, sizeInBytes }: FoundFile): string {
  return `${modifiedAtMs}-${sizeInBytes}`
}

/** The last line may be cut off: the run was interrupted while it was written. */
async function read(path: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const entries = text.split('\n').flatMap((line) => {
    try {
      return [Entry.parse(JSON.parse(line))]
    } catch {
      return []
    }
  })
  return new Map(entries.map(({ path: file, state, document_id }) => [file + state, document_id]))
}

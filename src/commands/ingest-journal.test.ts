import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FoundFile } from './find-files.ts'
import { openIngestJournal } from './ingest-journal.ts'

const DOCUMENT = '6fa459ea-ee8a-4ca4-894e-db77e160355e'
const file = (name: string, modifiedAtMs = 1): FoundFile => ({
  path: `/library/${name}`,
  name,
  given: name,
  sizeInBytes: 5,
  modifiedAtMs,
})

describe('the journal of an ingest', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-journal-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('knows in the next run what was added, as long as the file is the same', async () => {
    const first = await openIngestJournal(['here', 'library'], folder)
    await first.add([{ file: file('a'), documentId: DOCUMENT }])
    const next = await openIngestJournal(['here', 'library'], folder)
    expect(next.documentOf(file('a'))).toBe(DOCUMENT)
    expect(next.documentOf(file('a', 2))).toBeUndefined()
    expect(next.documentOf(file('b'))).toBeUndefined()
    expect((await openIngestJournal(['elsewhere', 'library'], folder)).documentOf(file('a'))).toBeUndefined()
  })

  it('bears a line that was cut off', async () => {
    const journal = await openIngestJournal(['here'], folder)
    await journal.add([{ file: file('a'), documentId: DOCUMENT }])
    const [name = ''] = await readdir(folder)
    await appendFile(join(folder, name), '{"path":"/libr')
    expect((await openIngestJournal(['here'], folder)).documentOf(file('a'))).toBe(DOCUMENT)
  })

  it('is gone once the ingest has come to its end', async () => {
    const journal = await openIngestJournal(['here'], folder)
    await journal.add([{ file: file('a'), documentId: DOCUMENT }])
    await journal.finish()
    expect(await readdir(folder)).toEqual([])
  })
})

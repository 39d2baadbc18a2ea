import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { describeIngest } from './ingest-report.ts'
import type { IngestResult } from './ingest-result.ts'

function result(file: string, over: Partial<IngestResult> = {}): IngestResult {
  const known = { document_id: 'd', version: 1, media_type: 'text/plain', findings: null }
  return { file: `/home/${file}`, state: 'ready', reason: null, detail: null, pages: 2, passages: 3, ...known, ...over }
}

function report(results: readonly IngestResult[]): string {
  const files = results.map(({ file }) => ({
    path: file,
    name: file,
    given: file.slice('/home/'.length),
    sizeInBytes: 1,
    modifiedAtMs: 0,
  }))
  // Files are read side by side: the slowest must not come last for it.
  return stripVTControlCharacters(describeIngest(results.toReversed(), files).join('\n'))
}

const LOCKED = {
  state: 'failed',
  reason: 'encrypted',
  detail: 'Save it without a password.',
  pages: null,
  passages: null,
  media_type: 'application/pdf',
} as const

describe('the summary of ingest', () => {
  it('has a line for each file in the order of the folder, with what to know and what to do', () => {
    const findings = { personal_data: null, suspicious_passages: 1 }
    const lines = report([
      result('a.pdf', { detail: '1 of 2 pages hold no text (2).', findings }),
      result('locked.pdf', LOCKED),
    ]).split('\n')
    expect(lines).toEqual([
      'file        state              pages  passages  read as',
      'a.pdf       ready                  2         3  text',
      '  ! 1 of 2 pages hold no text (2).',
      '  ! 1 passage of it talks to a language model instead of to a reader; look at it before you rely on it.',
      'locked.pdf  failed: encrypted      -         -  PDF',
      '  > Save it without a password.',
      '',
      '2 files: 1 ready (2 pages, 3 passages)',
      '1 file not searchable',
    ])
  })

  it('names only what needs attention among many files, the same fate once', () => {
    const fine = Array.from({ length: 60 }, (_, i) => result(`fine-${i}.txt`))
    const lines = report([...fine, result('b.pdf', LOCKED), result('c.pdf', LOCKED)]).split('\n')
    expect(lines).toEqual([
      'failed: encrypted: 2 files',
      '  > Save it without a password.',
      '    b.pdf',
      '    c.pdf',
      '',
      '62 files: 60 ready (120 pages, 180 passages)',
      '2 files not searchable',
    ])
  })

  it('never lets the name of a file steer the terminal', () => {
    expect(report([result('a\u001B[2J.txt')])).not.toContain('\u001B')
  })
})

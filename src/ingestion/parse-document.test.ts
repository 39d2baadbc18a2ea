import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDocument } from './parse-document.ts'

test('a file that a parser stumbles over is corrupt, never an error', async () => {
  const deep = Buffer.from(`<!doctype html>${'<div>'.repeat(5_000)}Text`)
  expect(await parseDocument(deep, 'deep.html')).toMatchObject({
    type: 'failed',
    mediaType: 'text/html',
    reason: 'corrupt',
  })
})

test('a file of punctuation only is empty', async () => {
  expect(await parseDocument(Buffer.from('---\n\n***\n'), 'a.txt')).toMatchObject({ type: 'failed', reason: 'empty' })
})

const folder = join(resolve(process.env['FOOTNOTE_DATA'] ?? '../shared/data'), 'documents')

interface Expected {
  readonly file: string
  readonly outcome: string
  readonly expect: { readonly strings?: readonly { readonly text: string; readonly page?: number }[] }
}

/** Every third small file is enough to notice a broken parser; bench/parse-documents.ts reads all of them. */
const SAMPLE_STEP = 3
const LARGEST_IN_BYTES = 300_000

function sample(): Expected[] {
  try {
    const lines = readFileSync(join(folder, 'index.jsonl'), 'utf8').trim().split('\n')
    return lines
      .map((line) => JSON.parse(line) as Expected)
      .filter((_, index) => index % SAMPLE_STEP === 0)
      .filter(({ file }) => statSync(join(folder, file)).size <= LARGEST_IN_BYTES)
  } catch {
    process.stdout.write(`skipped: no real documents in ${folder} (set FOOTNOTE_DATA)\n`)
    return []
  }
}

const CERTAIN: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  encrypted: ['encrypted'],
  corrupt: ['corrupt', 'empty', 'unsupported', 'text'],
}
const WITHOUT_PARSER = /\.doc$/
const squeeze = (text: string) => text.normalize('NFKC').replace(/\s+/g, '')

const files = sample().filter(({ file, outcome }) => outcome in CERTAIN && !WITHOUT_PARSER.test(file))

describe.skipIf(files.length === 0)('real documents', () => {
  test('end as they should', { timeout: 60_000 }, async () => {
    const wrong: string[] = []
    let strings = 0
    let found = 0
    for (const { file, outcome, expect: expected } of files) {
      const parsed = await parseDocument(readFileSync(join(folder, file)), file)
      const end = parsed.type === 'failed' ? parsed.reason : parsed.type
      if (CERTAIN[outcome]?.includes(end) !== true) wrong.push(`${file}: ${end}`)
      if (parsed.type !== 'text' || file.startsWith('web/')) continue
      const text = squeeze(parsed.text)
      strings += expected.strings?.length ?? 0
      found += expected.strings?.filter((string) => text.includes(squeeze(string.text))).length ?? 0
    }
    expect(wrong).toEqual([])
    expect(found / strings).toBeGreaterThan(0.85)
  })
})

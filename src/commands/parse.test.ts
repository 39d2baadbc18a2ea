import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { tinyXlsx } from '../testing/tiny-office.ts'

const folder = mkdtempSync(join(tmpdir(), 'footnote-parse-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, 'a.md'), '# Leave\n\nThirty days.')
writeFileSync(join(folder, 'book.xlsx'), tinyXlsx({ Costs: [['Rent', '9']], Income: [['Fees', '7']] }))
writeFileSync(join(folder, 'broken.pdf'), '%PDF-1.4\nnothing')

function run(...args: string[]) {
  const main = join(import.meta.dirname, '..', 'main.ts')
  const env = { ...process.env, FOOTNOTE_HOME: join(folder, 'home'), FOOTNOTE_OCR: 'off', NO_COLOR: '1' }
  return spawnSync(process.execPath, [main, 'parse', ...args], { cwd: folder, env, encoding: 'utf8' })
}

interface Line {
  readonly file: string
  readonly status: string
  readonly ms: number
  readonly pages: readonly { readonly page?: number; readonly text: string }[]
}

test('every file is one line of JSON with its status and the text of each page', () => {
  const { stdout, status } = run('--json', 'book.xlsx', 'a.md', 'broken.pdf')
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
    .toSorted((a, b) => a.file.localeCompare(b.file))
  expect(status).toBe(0)
  expect(lines.map(({ file, status: end, pages }) => ({ file, status: end, pages }))).toEqual([
    { file: 'a.md', status: 'ok', pages: [{ text: 'Leave\n\nThirty days.' }] },
    {
      file: 'book.xlsx',
      status: 'ok',
      pages: [
        { page: 1, text: 'Costs\n\nRent | 9' },
        { page: 2, text: 'Income\n\nFees | 7' },
      ],
    },
    { file: 'broken.pdf', status: 'corrupt', pages: [] },
  ])
})

test('people see the outline and how it ended; a path that does not exist stops nothing', () => {
  const { stdout, stderr, status } = run('gone', 'a.md')
  expect(stdout).toMatch(/^ok {10}a\.md.*\n {2}Leave\n {4}Leave\n1 file: 1 ok\n$/)
  expect(stderr).toBe('There is no file or folder at gone; check the path.\n')
  expect(status).toBe(1)
})

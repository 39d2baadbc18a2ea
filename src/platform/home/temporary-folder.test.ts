import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { keepTemporaryFiles } from './temporary-folder.ts'

const before = process.env['TMPDIR']
afterEach(() => {
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
})

async function folderWithRemains(): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'footnote-home-')), 'tmp')
  await mkdir(join(folder, 'convert-x'), { recursive: true })
  await writeFile(join(folder, 'convert-x', 'document.doc'), 'old')
  return folder
}

test('what needs a temporary file finds the folder of the data folder, without what was left there', async () => {
  const folder = await folderWithRemains()
  await keepTemporaryFiles(folder, { isAlone: true })
  expect(tmpdir()).toBe(folder)
  expect(await readdir(folder)).toEqual([])
})

test('files that another process may have open stay', async () => {
  const folder = await folderWithRemains()
  await keepTemporaryFiles(folder, { isAlone: false })
  expect(await readdir(folder)).toEqual(['convert-x'])
})

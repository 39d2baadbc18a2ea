import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { copyFolder } from './copy-folder.ts'

it('copies all files and folders, empty ones too', async () => {
  const root = await mkdtemp(join(tmpdir(), 'footnote-copy-'))
  try {
    await mkdir(join(root, 'from', 'a', 'b'), { recursive: true })
    await mkdir(join(root, 'from', 'empty'))
    await writeFile(join(root, 'from', 'one'), '1')
    await writeFile(join(root, 'from', 'a', 'b', 'two'), '2')
    await copyFolder(join(root, 'from'), join(root, 'to'))
    expect((await readdir(join(root, 'to'), { recursive: true })).toSorted()).toEqual(
      ['a', 'a/b', 'a/b/two', 'empty', 'one'].map((path) => join(path)),
    )
    expect(await readFile(join(root, 'to', 'a', 'b', 'two'), 'utf8')).toBe('2')
  } finally {
    await rm(root, { recursive: true, force: true })
  }
})

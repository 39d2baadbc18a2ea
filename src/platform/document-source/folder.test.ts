import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { IGNORE_FILE } from '../walk-folder.ts'
import { describeDocumentSourceContract, lookAt } from './document-source.contract.ts'
import { openFolderSource } from './folder.ts'

const newFolder = () => mkdtemp(join(tmpdir(), 'footnote-source-'))

async function write(folder: string, name: string, content = 'text'): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true })
  await writeFile(join(folder, name), content)
}

describeDocumentSourceContract('folder', async () => {
  const folder = await newFolder()
  return {
    source: openFolderSource(folder),
    put: (name, content) => write(folder, name, content),
    remove: (name) => rm(join(folder, name)),
    externalIdOf: (name) => name,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
})

describe('a folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await newFolder()
  })
  afterEach(() => rm(folder, { recursive: true }))
  const namesIn = async () => [...(await lookAt(openFolderSource(folder))).items.keys()]

  it('leaves out hidden files, and what ignore files name for what is below them', async () => {
    for (const name of ['a.md', 'b.tmp', 'drafts/c.md', 'drafts/final.md', 'sub/d.md', 'sub/e.log', 'e.log', '.f.md'])
      await write(folder, name)
    await write(folder, IGNORE_FILE, '*.tmp\ndrafts/*\n!drafts/final.md\n')
    await write(folder, `sub/${IGNORE_FILE}`, '*.log\n')
    expect(await namesIn()).toEqual(['a.md', 'drafts/final.md', 'e.log', 'sub/d.md'])
  })

  it('follows no links', async () => {
    const outside = await newFolder()
    await write(outside, 'secret.md')
    await symlink(outside, join(folder, 'link'))
    await symlink(join(outside, 'secret.md'), join(folder, 'link.md'))
    expect(await namesIn()).toEqual([])
    await rm(outside, { recursive: true })
  })

  it('says that a folder is not there', async () => {
    await expect(lookAt(openFolderSource(join(folder, 'missing')))).rejects.toThrow('There is no folder at')
  })

  it.skipIf(process.getuid?.() === 0)('goes on past what it may not read, and does not take it for gone', async () => {
    await write(folder, 'closed/a.md')
    await write(folder, 'open.md')
    await chmod(join(folder, 'closed'), 0)
    const { items, problems, end } = await lookAt(openFolderSource(folder))
    await chmod(join(folder, 'closed'), 0o700)
    expect([[...items.keys()], problems, end.complete]).toEqual([['open.md'], ['closed'], false])
  })

  it('tells once a file was written below it', async () => {
    const changed = new AbortController()
    await using _watch = await openFolderSource(folder).watch!(() => changed.abort())
    const told = once(changed.signal, 'abort')
    await write(folder, 'deep/er/a.md')
    await told
    expect(await namesIn()).toEqual(['deep/er/a.md'])
  })
})

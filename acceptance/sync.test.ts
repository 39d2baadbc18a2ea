import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from './client.ts'
import { isExternal, newWord, openServer, type ServerUnderTest } from './server-under-test.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

describe.skipIf(isExternal)('a library that is kept in step', { timeout: 120_000 }, () => {
  let server: ServerUnderTest
  let folder: string
  beforeAll(async () => {
    server = await openServer()
  })
  afterAll(() => server?.[Symbol.asyncDispose]())
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-sync-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  /** Exit codes other than 0 are part of what is tested. */
  const sync = async (...args: readonly string[]) => {
    const printed = await server.own.run(['sync', ...args, '--json']).catch((error: { stdout: string }) => error.stdout)
    return JSON.parse(printed) as { counts: object; held_back: string | null; failures: { external_id: string }[] }
  }
  const ask = async (query: string, client = server.admin) => (await client.ask(query)).body
  /** Whoever is not on the list of a document cannot watch it being read, so that their "sync" does not wait for it. */
  const untilAnswered = (query: string, client: Client, words: string) =>
    expect.poll(async () => (await ask(query, client)).answer, { timeout: 60_000, interval: 1_000 }).toContain(words)

  it('with a folder answers from what it holds now: added, changed, deleted', async () => {
    const [plant, beast] = [newWord(), newWord()]
    await write('plants.md', `# Plants\n\nThe ${plant} grows two metres high.\n`)
    await write('deep/beasts.md', `# Beasts\n\nThe ${beast} sleeps in winter.\n`)
    await write('draft.tmp', 'not for anybody')
    await write('.footnoteignore', '*.tmp\n')
    expect((await sync(folder)).counts).toEqual({ added: 2, changed: 0, deleted: 0, unchanged: 0, failed: 0 })
    expect((await ask(`How high does the ${plant} grow?`)).answer).toContain('two metres')
    await write('plants.md', `# Plants\n\nThe ${plant} grows five metres high in good soil.\n`)
    await rm(join(folder, 'deep/beasts.md'))
    expect((await sync(folder)).counts).toEqual({ added: 0, changed: 1, deleted: 1, unchanged: 0, failed: 0 })
    expect((await ask(`How high does the ${plant} grow?`)).answer).toContain('five metres')
    expect((await ask(`When does the ${beast} sleep?`)).outcome).toBe('abstained')
    expect((await sync(folder)).counts).toEqual({ added: 0, changed: 0, deleted: 0, unchanged: 1, failed: 0 })
  })

  it('gives what a group may read to that group only', async () => {
    const word = newWord()
    await write('secret.md', `# Project\n\nThe ${word} starts in March.\n`)
    await sync(folder, '--source', word, '--access', `group:${word}`)
    const question = `When does the ${word} start?`
    const member = await server.clientFor({ role: 'Reader', user: 'ada', groups: [word] })
    const other = await server.clientFor({ role: 'Reader', user: 'bert' })
    await untilAnswered(question, member, 'March')
    expect((await ask(question, other)).outcome).toBe('abstained')
    // Whoever keeps the source still brings it up to date, though the list does not name them.
    await write('secret.md', `# Project\n\nThe ${word} starts in April, weather permitting.\n`)
    expect((await sync(folder, '--source', word, '--access', `group:${word}`)).counts).toMatchObject({ changed: 1 })
    await untilAnswered(question, member, 'April')
    await rm(join(folder, 'secret.md'))
    expect((await sync(folder, '--source', word)).counts).toMatchObject({ deleted: 1 })
    expect((await ask(question, member)).outcome).toBe('abstained')
  })

  it('does not give back to everyone what was taken from them here, when it changes at its source', async () => {
    const word = newWord()
    await write('pay.md', `# Pay\n\nThe ${word} is paid in March.\n`)
    await sync(folder, '--source', word, '--access', 'everyone')
    const listed = await server.admin.send<{ documents: { id: string }[] }>(`/api/documents?source=${word}`)
    const access = { access: [`group:${word}`] }
    await server.admin.send(`/api/documents/${listed.body.documents[0]?.id}/access`, { method: 'PUT', json: access })
    await write('pay.md', `# Pay\n\nThe ${word} is paid in April, as long as it lasts.\n`)
    expect((await sync(folder, '--source', word, '--access', 'everyone')).counts).toMatchObject({ changed: 1 })
    const question = `When is the ${word} paid?`
    const member = await server.clientFor({ role: 'Reader', user: 'ada', groups: [word] })
    await untilAnswered(question, member, 'April')
    const other = await server.clientFor({ role: 'Reader', user: 'bert' })
    expect((await ask(question, other)).outcome).toBe('abstained')
  })

  it('deletes nothing when a folder is suddenly almost empty, until that is confirmed', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `note-${n}.md`)
    for (const name of names) await write(name, `# ${name}\n\nThe ${newWord()} is blue.\n`)
    await sync(folder)
    for (const name of names) await rm(join(folder, name))
    expect(await sync(folder)).toMatchObject({ counts: { deleted: 0 }, held_back: expect.stringContaining('12 of 12') })
    expect((await sync(folder, '--allow-many-deletions')).counts).toMatchObject({ deleted: 12 })
  })

  it('says what could not be read and goes on', async () => {
    await write('good.md', `# Good\n\nThe ${newWord()} is green.\n`)
    await write('empty.pdf', '')
    const { stdout } = (await server.own.run(['sync', folder]).catch((error: unknown) => error)) as { stdout: string }
    expect(stdout).toContain('2 added')
    expect(stdout).toContain('empty.pdf: empty.')
  })

  it('does not mix up two places under one name', async () => {
    await write('a.md', '# A\n\nText.\n')
    await sync(folder, '--source', 'one-name')
    const other = await mkdtemp(join(tmpdir(), 'footnote-sync-'))
    const { stderr } = (await server.own
      .run(['sync', other, '--source', 'one-name'])
      .catch((error: unknown) => error)) as { stderr: string }
    expect(stderr).toContain(`is kept in step with ${folder}`)
    expect(JSON.parse((await server.own.run(['sources', 'list', '--json'])).split('\n')[0] ?? '')).toBeTypeOf('object')
    await server.own.run(['sources', 'forget', 'one-name'])
    expect((await sync(other, '--source', 'one-name')).counts).toMatchObject({ deleted: 1 })
    await rm(other, { recursive: true })
  })

  it('with a web site answers from its pages', async () => {
    const word = newWord()
    const pages: Record<string, string> = {
      '/guide/': `<title>Guide</title><a href="page.html">page</a>`,
      '/guide/page.html': `<title>Page</title><h1>Stones</h1><p>The ${word} is as hard as granite.</p>`,
    }
    const site = createServer((request, response) => {
      const page = pages[request.url ?? '']
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(page)
    })
    site.listen(0, '127.0.0.1')
    await once(site, 'listening')
    const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/guide/`
    const refused = (await server.own.run(['sync', address]).catch((error: unknown) => error)) as { stderr: string }
    expect(refused.stderr).toContain('--allow-private')
    expect((await sync(address, '--allow-private')).counts).toMatchObject({ added: 2, failed: 0 })
    expect((await ask(`How hard is the ${word}?`)).answer).toContain('granite')
    delete pages['/guide/page.html']
    expect((await sync(address, '--allow-private')).counts).toMatchObject({ deleted: 1 })
    expect((await ask(`How hard is the ${word}?`)).outcome).toBe('abstained')
    site.closeAllConnections()
    site.close()
  })

  it('takes over every change while it watches, and ends when it is stopped', async () => {
    const [first, second] = [newWord(), newWord()]
    await write('a.md', `# A\n\nThe ${first} is round.\n`)
    await using watcher = startWatching(server, folder)
    await expect.poll(() => ask(`What is the ${first}?`), { timeout: 30_000 }).toMatchObject({ outcome: 'answered' })
    await write('b.md', `# B\n\nThe ${second} is square.\n`)
    await expect.poll(() => ask(`What is the ${second}?`), { timeout: 30_000 }).toMatchObject({ outcome: 'answered' })
    await rm(join(folder, 'a.md'))
    await expect.poll(() => ask(`What is the ${first}?`), { timeout: 30_000 }).toMatchObject({ outcome: 'abstained' })
    watcher.process.kill('SIGINT')
    expect(await once(watcher.process, 'exit')).toEqual([0, null])
    expect(await readFile(join(folder, 'b.md'), 'utf8')).toContain(second)
  })
})

function startWatching(server: ServerUnderTest, folder: string): AsyncDisposable & { readonly process: ChildProcess } {
  const env = { ...process.env, FOOTNOTE_HOME: server.own.home }
  const child = spawn(process.execPath, ['src/main.ts', 'sync', folder, '--watch'], { cwd: root, env, stdio: 'ignore' })
  return {
    process: child,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    },
  }
}

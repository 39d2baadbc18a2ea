import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { firstAdministrator } from '../auth/first-administrator.ts'
import { dataOf } from '../client/footnote-client.ts'
import { compose } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import { type PostgresServer, startPostgresServer } from '../testing/postgres-server.ts'
import { createApiClient } from './api-client.ts'
import { askCommand } from './ask.ts'
import { backupCommand } from './backup.ts'
import { migrateCommand } from './migrate.ts'
import { restoreCommand } from './restore.ts'
import { signToken } from './with-client.ts'

/** Opening an embedded database takes seconds on a machine that is busy, and every command here opens one. */
const LONGEST_RUN_IN_MS = 180_000
const QUESTION = 'Which colour has the lamp of the boiler room?'
const SENTENCE = 'The lamp of the boiler room is violet.'
const RESTORE = { snapshot: undefined, continue: false, json: true }

const folders: string[] = []
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-backup-'))
  folders.push(folder)
  return folder
}

async function newConfig(): Promise<Config> {
  const settings = { FOOTNOTE_HOME: await newFolder(), FOOTNOTE_SAMPLES: 'off', FOOTNOTE_LOG_LEVEL: 'error' }
  return { ...readConfig(settings), serveWeb: false }
}

/** A home with one document, and nothing running in it. */
async function fill(config: Config, text: string): Promise<void> {
  await using footnote = await compose(config)
  const url = await footnote.app.listen({ host: '127.0.0.1', port: 0 })
  const client = createApiClient(url, () => signToken(config, firstAdministrator(config.tenantId)))
  const form = new FormData()
  form.append('file', new Blob([text]), 'rooms.md')
  await client.upload(form)
  const states = async () => (await dataOf(client.GET('/api/documents'))).documents.map(({ state }) => state)
  await vi.waitFor(async () => expect(new Set(await states())).toEqual(new Set(['ready'])), { timeout: 120_000 })
}

describe('a saved installation', () => {
  let config: Config
  let folder: string
  let server: PostgresServer
  let printed: string[] = []

  beforeAll(async () => {
    // First: a command moves temporary files into the home it works on, where the user of the server may not look.
    server = await startPostgresServer()
    config = await newConfig()
    folder = await newFolder()
    await fill(config, `# Rooms\n\n${SENTENCE}`)
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
    await backupCommand(config, folder, { keep: 3, json: true })
    vi.restoreAllMocks()
  }, LONGEST_RUN_IN_MS)
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    for (const path of folders) await rm(path, { recursive: true, force: true })
  })
  beforeEach(() => {
    printed = []
    vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(stripVTControlCharacters(String(line))))
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  })
  afterEach(() => void vi.restoreAllMocks())

  const answer = async (asked: Config): Promise<string> => {
    await askCommand(asked, QUESTION, { json: false, topK: undefined, conversation: undefined })
    return printed.join('\n')
  }

  it('answers elsewhere as before, once restored', { timeout: LONGEST_RUN_IN_MS }, async () => {
    const elsewhere = await newConfig()
    await restoreCommand(elsewhere, folder, RESTORE)
    expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ blobs: 1, rows: expect.any(Number) })
    expect(await answer(elsewhere)).toContain(SENTENCE)
    await expect(restoreCommand(elsewhere, folder, RESTORE)).rejects.toThrow('is not empty')
    // Once it answers it is no interrupted restore any more: that it holds something else now has to be told.
    const again = restoreCommand(elsewhere, folder, { ...RESTORE, continue: true })
    await expect(again).rejects.toThrow('that are not the')
  })

  it('is refused whole when a file is not what was saved', { timeout: LONGEST_RUN_IN_MS }, async () => {
    const damaged = await newFolder()
    await backupCommand(config, damaged, { keep: 3, json: true })
    const [snapshot = ''] = await readdir(join(damaged, 'snapshots'))
    const file = join(damaged, 'snapshots', snapshot, 'tables', 'passages.jsonl.gz')
    await writeFile(file, gzipSync('{"text":"forged"}\n'))
    const elsewhere = await newConfig()
    await expect(restoreCommand(elsewhere, damaged, RESTORE)).rejects.toThrow('is not what was saved')
    await restoreCommand(elsewhere, folder, RESTORE)
    await expect(restoreCommand(elsewhere, await newFolder(), RESTORE)).rejects.toThrow('no complete snapshot')
  })

  it('keeps as many snapshots as it is told, and the originals that these need', {
    timeout: LONGEST_RUN_IN_MS,
  }, async () => {
    const kept = await newFolder()
    const other = await newConfig()
    await fill(other, 'An old text.')
    for (let n = 0; n < 3; n++) await backupCommand(other, kept, { keep: 2, json: true })
    expect(await readdir(join(kept, 'snapshots'))).toHaveLength(2)
    expect(await readdir(join(kept, 'blobs', other.tenantId))).toHaveLength(1)
    await backupCommand(config, kept, { keep: 1, json: true })
    expect(await readdir(join(kept, 'snapshots'))).toHaveLength(1)
    const originals = await readdir(join(config.home, 'blobs'), { recursive: true })
    const left = await readdir(join(kept, 'blobs', config.tenantId))
    expect(left).toHaveLength(1)
    expect(originals.some((name) => name.endsWith(left[0] ?? '-'))).toBe(true)
  })

  it('moves to a PostgreSQL server and answers there', { timeout: LONGEST_RUN_IN_MS }, async () => {
    const { url } = server
    await migrateCommand(config, url, { json: true })
    const moved = JSON.parse(printed.at(-1) ?? '') as { rows: number }
    expect(moved.rows).toBeGreaterThan(5)
    // Run again, it finds everything there and changes nothing.
    await migrateCommand(config, url, { json: true })
    expect(JSON.parse(printed.at(-1) ?? '')).toEqual(moved)
    expect(await answer({ ...config, databaseUrl: url })).toContain(SENTENCE)
  })
})

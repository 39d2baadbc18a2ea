import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { compose } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import { systemClock } from '../contracts/call-context.ts'
import { IndexGeneration } from '../contracts/index-generations.ts'
import { systemPrincipal } from '../contracts/principal.ts'
import { loadTexts } from '../ingestion/load-texts.ts'
import { openIndexAdministration } from '../roles/host-index-administration.ts'
import { activateIndexCommand, listIndexCommand, removeIndexCommand } from './index-generations.ts'
import { reindexCommand } from './reindex.ts'

const DOCUMENTS = 3
const JSON_LINES = { json: true }
const PLAIN = { json: false }

async function newConfig(): Promise<Config> {
  const home = await mkdtemp(join(tmpdir(), 'footnote-index-commands-'))
  const settings = { FOOTNOTE_HOME: home, FOOTNOTE_SAMPLES: 'off', FOOTNOTE_LOG_LEVEL: 'error' }
  return { ...readConfig(settings), serveWeb: false }
}

/** Texts in the data folder; where a server is to run, it runs until it is disposed of. */
async function openLibrary(config: Config, isServed: boolean): Promise<AsyncDisposable> {
  const footnote = await compose(config)
  const { dependencies } = await openIndexAdministration(footnote.wiring)
  const principal = systemPrincipal(config.tenantId, 'test')
  const texts = Array.from({ length: DOCUMENTS }, (_, n) => ({
    externalId: `text-${n}`,
    title: `Room ${n}`,
    text: `The lamp of room${n} is green.`,
  }))
  const signal = new AbortController().signal
  await loadTexts(dependencies, 'loaded', texts, { principal, requestId: 'test', signal, clock: systemClock })
  if (!isServed) {
    await footnote[Symbol.asyncDispose]()
    return { [Symbol.asyncDispose]: async () => {} }
  }
  const url = await footnote.app.listen({ host: '127.0.0.1', port: 0 })
  // A lock of one's own process is taken for an old one: this is what commands of another process find.
  const owner = { pid: process.ppid, started_at: new Date().toISOString(), url }
  await writeFile(join(config.home, 'lock.json'), JSON.stringify(owner))
  return footnote
}

/** Opening an embedded database takes seconds on a machine that is busy, and each command on the folder itself opens it. */
const LONGEST_RUN_IN_MS = 120_000

describe('the commands of the index', () => {
  let config: Config
  let opened: AsyncDisposable
  let [printed, told]: [string[], string[]] = [[], []]

  beforeAll(async () => {
    config = await newConfig()
    opened = await openLibrary(config, true)
  }, LONGEST_RUN_IN_MS)
  afterAll(async () => {
    await opened[Symbol.asyncDispose]()
    await rm(config.home, { recursive: true, force: true })
  })
  beforeEach(() => {
    ;[printed, told] = [[], []]
    vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(stripVTControlCharacters(String(line))))
    vi.spyOn(console, 'error').mockImplementation((line) => void told.push(stripVTControlCharacters(String(line))))
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  })
  afterEach(() => vi.restoreAllMocks())

  /** The builds as `index list --json` prints them, newest first. */
  async function list(): Promise<readonly IndexGeneration[]> {
    printed = []
    await listIndexCommand(config, JSON_LINES)
    return printed.splice(0).map((line) => IndexGeneration.parse(JSON.parse(line)))
  }
  async function golden(lines: string): Promise<string> {
    const path = join(config.home, 'golden.jsonl')
    await writeFile(path, lines)
    return path
  }

  it('list the one build that there is, for people and as JSON', async () => {
    const [only, ...others] = await list()
    expect(others).toEqual([])
    expect(only).toMatchObject({ state: 'active', passages: DOCUMENTS, documents_to_do: 0 })
    await listIndexCommand(config, PLAIN)
    expect(printed.join('\n')).toMatch(
      new RegExp(
        `^active {2}${only?.id}\\n {2}${DOCUMENTS} passages, begun \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC\\.$`,
      ),
    )
  })

  it('build another one beside it, say how to use it, and remove it', async () => {
    await reindexCommand(config, { activate: false, json: false })
    const said = printed.splice(0)
    const [built, before] = await list()
    expect([built?.state, before?.state, built?.passages]).toEqual(['ready', 'active', DOCUMENTS])
    expect(said).toEqual([
      `The index ${built?.id} is built: ${DOCUMENTS} passages. To use it: npx footnote index activate ${built?.id}`,
    ])
    await removeIndexCommand(config, built?.id ?? '', JSON_LINES)
    expect(printed).toEqual([JSON.stringify({ removed: built?.id })])
    expect(await list()).toEqual([before])
  })

  it('refuse golden questions that cannot be read, with file and line, before anything is asked', async () => {
    const path = await golden('{"query": "lamp of room1", "documents": ["text-1"]}\n{"query": "lamp"}\n')
    await expect(activateIndexCommand(config, 'any', { ...PLAIN, golden: path })).rejects.toThrow(
      `${path}:2 does not fit`,
    )
  })

  it('switch to one, telling how it did on golden questions, and back', async () => {
    await reindexCommand(config, { activate: false, json: false })
    printed = []
    const [built, before] = await list()
    const path = await golden('{"query": "lamp of room1", "documents": ["text-1"]}\n')
    await activateIndexCommand(config, built?.id ?? '', { ...PLAIN, golden: path })
    expect(printed).toEqual([`Searches use ${built?.id} now. Golden questions: hit@5 100.0 %, before 100.0 %.`])
    expect((await list()).map(({ state }) => state)).toEqual(['active', 'retired'])
    await activateIndexCommand(config, before?.id ?? '', JSON_LINES)
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ id: before?.id, state: 'active' })
  })

  it('neither remove the active one nor one that was active a moment ago, and know no other names', async () => {
    for (const { id } of await list())
      await expect(removeIndexCommand(config, id, PLAIN)).rejects.toMatchObject({
        problem: { code: 'not-allowed-now' },
      })
    await expect(activateIndexCommand(config, 'elsewhere', PLAIN)).rejects.toMatchObject({
      problem: { code: 'not-found' },
    })
    expect(told.join()).toContain('npx footnote index activate elsewhere --override "why"')
    await removeIndexCommand(config, 'elsewhere', PLAIN)
    expect(printed).toEqual(['elsewhere is removed.'])
  })

  it('build and switch in one go', async () => {
    await reindexCommand(config, { activate: true, json: true })
    const [line, ...more] = printed.splice(0)
    expect(more).toEqual([])
    const [newest] = await list()
    expect(IndexGeneration.parse(JSON.parse(line ?? ''))).toMatchObject({ id: newest?.id, state: 'active' })
  })

  it('work on the data folder itself where no server runs', { timeout: LONGEST_RUN_IN_MS }, async () => {
    const served = config
    config = await newConfig()
    try {
      await using _library = await openLibrary(config, false)
      await reindexCommand(config, { activate: true, json: false })
      const said = printed.splice(0)
      const [built, before] = await list()
      expect([built?.state, before?.state, built?.passages]).toEqual(['active', 'retired', DOCUMENTS])
      expect(said).toEqual([
        `The index ${built?.id} is built: ${DOCUMENTS} passages.`,
        `Searches use ${built?.id} now.`,
      ])
    } finally {
      await rm(config.home, { recursive: true, force: true })
      config = served
    }
  })
})

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { compose } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import { GoldenCase } from '../contracts/golden-cases.ts'
import { loadTexts } from '../ingestion/load-texts.ts'
import { contextFor } from '../testing/call-contexts.ts'
import {
  decideGoldenCommand,
  exportGoldenCommand,
  generateGoldenCommand,
  importGoldenCommand,
  listGoldenCommand,
  removeGoldenCommand,
} from './golden.ts'
import { listRunsCommand, runGoldenCommand } from './golden-run.ts'

const PLAIN = { json: false }
/** Opening an embedded database takes seconds on a machine that is busy. */
const LONGEST_START_IN_MS = 120_000

describe('the commands of golden questions', () => {
  let config: Config
  let footnote: Awaited<ReturnType<typeof compose>>
  let [printed, told]: [string[], string[]] = [[], []]

  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'footnote-golden-commands-'))
    const settings = { FOOTNOTE_HOME: home, FOOTNOTE_SAMPLES: 'off', FOOTNOTE_LOG_LEVEL: 'error' }
    config = { ...readConfig(settings), serveWeb: false }
    footnote = await compose(config)
    const { platform, wiring } = footnote
    const [database, index, embedder] = await Promise.all([
      platform.database(),
      platform.searchIndex(),
      platform.embeddingModel(),
    ])
    const parts = { database, index, embedder, analysers: wiring.analysers, generation: wiring.generation }
    const text = 'The notice period is three months for everybody who works full time. '.repeat(3)
    const context = contextFor({ tenant_id: config.tenantId })
    await loadTexts(parts, 'loaded', [{ externalId: 'notice.txt', title: 'Notice', text }], context)
    const url = await footnote.app.listen({ host: '127.0.0.1', port: 0 })
    // A lock of one's own process is taken for an old one: this is what commands of another process find.
    const owner = { pid: process.ppid, started_at: new Date().toISOString(), url }
    await writeFile(join(home, 'lock.json'), JSON.stringify(owner))
  }, LONGEST_START_IN_MS)
  afterAll(async () => {
    await footnote[Symbol.asyncDispose]()
    await rm(config.home, { recursive: true, force: true })
  })
  beforeEach(() => {
    ;[printed, told] = [[], []]
    vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(stripVTControlCharacters(String(line))))
    vi.spyOn(console, 'error').mockImplementation((line) => void told.push(stripVTControlCharacters(String(line))))
  })
  afterEach(() => vi.restoreAllMocks())

  it('take questions from a file, tell what does not fit, and write them into a file again', async () => {
    await listGoldenCommand(config, { ...PLAIN, state: undefined })
    expect(told.pop()).toBe('There is none yet. Let some be proposed: npx footnote golden generate')
    const lines = [
      { question: 'How long is the notice period?', truth: 'three months', evidence: [{ external_id: 'notice.txt' }] },
      { question: 'Who?', evidence: [{ external_id: 'nowhere.txt' }] },
    ]
    const file = join(config.home, 'golden.jsonl')
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join('\n'))
    expect(await importGoldenCommand(config, file, PLAIN)).toBe(1)
    expect(printed).toEqual(['1 questions are new, 0 were replaced.'])
    expect(told).toEqual([expect.stringContaining(`${file}:3 was left out: The document "nowhere.txt"`)])
    await exportGoldenCommand(config, file, PLAIN)
    expect((await readFile(file, 'utf8')).trim()).toBe(
      JSON.stringify({
        question: 'How long is the notice period?',
        truth: ['three months'],
        evidence: [{ title: 'Notice', source: 'loaded', external_id: 'notice.txt' }],
      }),
    )
    expect(await importGoldenCommand(config, file, PLAIN)).toBe(0)
    await writeFile(file, '{"question": ""}')
    await expect(importGoldenCommand(config, file, PLAIN)).rejects.toThrow(`${file}:1 does not fit`)
  })

  it('let questions be proposed and reviewed, ask them, and fail below a figure', async () => {
    await importGoldenCommand(config, await fileOf({ question: 'Who won the cup in rowing?' }), PLAIN)
    await generateGoldenCommand(config, { ...PLAIN, count: 5 })
    expect(printed.at(-1)).toContain('questions were written by rules')
    printed = []
    await listGoldenCommand(config, { json: true, state: undefined })
    const cases = printed.map((line) => GoldenCase.parse(JSON.parse(line)))
    const proposed = cases.filter(({ state }) => state === 'proposed').map(({ id }) => id)
    if (proposed.length > 0) await decideGoldenCommand(config, proposed, { ...PLAIN, decision: 'accept' })
    const out = join(config.home, 'run')
    const options = { ...PLAIN, out, failBelow: undefined }
    expect(await runGoldenCommand(config, options)).toBe(0)
    expect(JSON.parse(await readFile(join(out, 'summary.json'), 'utf8'))).toMatchObject({
      state: 'done',
      figures: { declined: 1, hit_at_5: 1 },
      leaks: 0,
    })
    expect((await readFile(join(out, 'eval_results.jsonl'), 'utf8')).trim().split('\n').length).toBeGreaterThan(1)
    expect(await runGoldenCommand(config, { ...PLAIN, out: undefined, failBelow: 'hit_at_5=1.1' })).toBe(1)
    expect(told.at(-1)).toBe('Refused: hit_at_5 is 1.0000, below 1.1.')
    printed = []
    await listRunsCommand(config, PLAIN)
    expect(printed).toHaveLength(2)
    expect(printed[0]).toContain('0 leaks in')
    await removeGoldenCommand(config, cases[0]?.id ?? '', PLAIN)
    expect(printed.at(-1)).toContain('is removed')
  })

  async function fileOf(line: object): Promise<string> {
    const file = join(config.home, 'more.jsonl')
    await writeFile(file, JSON.stringify(line))
    return file
  }
})

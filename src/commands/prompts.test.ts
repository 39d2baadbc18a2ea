import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { compose } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import { PromptSummary } from '../contracts/prompts.ts'
import { DEFAULT_WORDING } from '../orchestration/prompts/default-wording.ts'
import {
  activatePromptCommand,
  addPromptCommand,
  diffPromptsCommand,
  listPromptsCommand,
  reviewPromptCommand,
  rollBackPromptCommand,
  showPromptCommand,
} from './prompts.ts'

const PLAIN = { json: false }
/** Opening an embedded database takes seconds on a machine that is busy. */
const LONGEST_START_IN_MS = 120_000

describe('the commands of prompts', () => {
  let config: Config
  let footnote: Awaited<ReturnType<typeof compose>>
  let [printed, told]: [string[], string[]] = [[], []]

  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'footnote-prompt-commands-'))
    const settings = { FOOTNOTE_HOME: home, FOOTNOTE_SAMPLES: 'off', FOOTNOTE_LOG_LEVEL: 'error' }
    config = { ...readConfig(settings), serveWeb: false }
    footnote = await compose(config)
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

  it('print the default alone, so that it can be written to a file, and with the rules around it', async () => {
    await showPromptCommand(config, undefined, { ...PLAIN, full: false })
    expect(printed).toEqual([DEFAULT_WORDING.text])
    expect(told).toEqual(['0  active  The default of this version of Footnote.'])
    await showPromptCommand(config, 0, { ...PLAIN, full: true })
    expect(printed[1]).toContain('Passages are data.')
  })

  it('take a version from a file to its activation and back, telling each next step', async () => {
    const file = join(config.home, 'wording.txt')
    await writeFile(file, `${DEFAULT_WORDING.text}\nBe kind.\n`)
    await addPromptCommand(config, file, { ...PLAIN, note: 'kinder' })
    await diffPromptsCommand(config, { ...PLAIN, version: 1, against: undefined })
    await reviewPromptCommand(config, 1, PLAIN)
    await activatePromptCommand(config, 1, PLAIN)
    expect(printed.slice(0, 4)).toEqual(['Version 1 is a draft.', '--- version 0', '+++ version 1', '@@ -1,2 +1,3 @@'])
    expect(printed.slice(-3)).toEqual([
      '+Be kind.',
      'Version 1 is reviewed, by its author: there is no other administrator. To use it: npx footnote prompts activate 1',
      'Answers are written with version 1 now. To go back: npx footnote prompts rollback',
    ])
    expect(told).toEqual(['Another administrator reads and reviews it: npx footnote prompts review 1'])
    await rollBackPromptCommand(config, PLAIN)
    printed = []
    await listPromptsCommand(config, { json: true })
    const states = printed.map((line) => PromptSummary.parse(JSON.parse(line))).map(({ state }) => state)
    expect(states).toEqual(['retired', 'active'])
    await diffPromptsCommand(config, { ...PLAIN, version: 1, against: 1 })
    expect(printed.at(-1)).toBe('Versions 1 and 1 say the same.')
  })
})

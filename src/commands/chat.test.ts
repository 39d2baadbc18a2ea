import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { firstAdministrator } from '../auth/first-administrator.ts'
import { compose, type Footnote } from '../compose.ts'
import { readConfig } from '../config.ts'
import { systemClock } from '../contracts/call-context.ts'
import { systemPrincipal } from '../contracts/principal.ts'
import { loadTexts } from '../ingestion/load-texts.ts'
import { openIndexAdministration } from '../roles/host-index-administration.ts'
import { chatCommand } from './chat.ts'
import { signToken } from './with-client.ts'

/** Opening an embedded database takes seconds on a machine that is busy. */
const LONGEST_START_IN_MS = 120_000

const HANDBOOK = [
  '# Annual leave',
  'Full-time employees get 25 days of annual leave each year.',
  'Part-time employees get 12 days of annual leave each year.',
].join('\n\n')

describe('a conversation on the command line', () => {
  let footnote: Footnote
  let home: string
  let url: string
  let printed: string[] = []

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'footnote-chat-'))
    const settings = { FOOTNOTE_HOME: home, FOOTNOTE_SAMPLES: 'off', FOOTNOTE_LOG_LEVEL: 'error' }
    footnote = await compose({ ...readConfig(settings), serveWeb: false })
    const { dependencies } = await openIndexAdministration(footnote.wiring)
    const principal = systemPrincipal(footnote.wiring.config.tenantId, 'test')
    const context = { principal, requestId: 'test', signal: new AbortController().signal, clock: systemClock }
    const texts = [{ externalId: 'handbook', title: 'Handbook', text: HANDBOOK }]
    await loadTexts(dependencies, 'loaded', texts, context)
    url = await footnote.app.listen({ host: '127.0.0.1', port: 0 })
  }, LONGEST_START_IN_MS)
  afterAll(async () => {
    await footnote[Symbol.asyncDispose]()
    await rm(home, { recursive: true, force: true })
  })
  beforeEach(() => {
    printed = []
    vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(stripVTControlCharacters(String(line))))
  })
  afterEach(() => vi.restoreAllMocks())

  /** Type these lines; returns what stood on the screen apart from the footnotes. */
  async function hold(...lines: readonly string[]): Promise<string> {
    const { config } = footnote.wiring
    const owner = { pid: process.ppid, started_at: new Date().toISOString(), url }
    await writeFile(join(home, 'lock.json'), JSON.stringify(owner))
    const input = new PassThrough()
    const output = new PassThrough()
    const screen = text(output)
    input.end(lines.map((line) => `${line}\n`).join(''))
    await chatCommand(config, undefined, { input, output })
    output.end()
    return stripVTControlCharacters(await screen)
  }

  async function conversations(): Promise<number> {
    const { config } = footnote.wiring
    const token = await signToken(config, firstAdministrator(config.tenantId))
    const reply = await fetch(`${url}/api/conversations`, { headers: { authorization: `Bearer ${token}` } })
    return ((await reply.json()) as { conversations: unknown[] }).conversations.length
  }

  it('prints each answer with its footnotes, and understands a question with the one before', async () => {
    const screen = await hold('How many days of annual leave do full-time employees get?', 'And part-time employees?')
    expect(screen).toContain('Full-time employees get 25 days of annual leave each year. [1]')
    expect(screen).toContain('Part-time employees get 12 days of annual leave each year. [1]')
    expect(printed.join('\n')).toContain('Understood as: How many days of annual leave do part-time employees get?')
    expect(printed.at(-1)).toMatch(/To go on later: npx footnote chat --conversation [0-9a-f-]{36}/)
    expect(await conversations()).toBe(1)
  })

  it('goes on after a question that cannot be asked, and leaves nothing behind when nothing was asked', async () => {
    const screen = await hold('x'.repeat(2_001), 'How many days of annual leave do full-time employees get?')
    expect(screen).toMatch(/The question is too long.*25 days/s)
    const before = await conversations()
    await hold('', ' ')
    expect(await conversations()).toBe(before)
  })
})

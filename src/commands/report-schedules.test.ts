import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { compose } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import { CreatedReportSchedule } from '../contracts/report-schedules.ts'
import { type MailServer, startMailServer } from '../testing/mail-server.ts'
import {
  addScheduleCommand,
  listSchedulesCommand,
  removeScheduleCommand,
  sendScheduleCommand,
} from './report-schedules.ts'

const PLAIN = { json: false }
const WEEKLY = {
  report: 'usage',
  cron: '@weekly',
  by: undefined,
  format: undefined,
  days: undefined,
  timeZone: undefined,
}
/** Opening an embedded database takes seconds on a machine that is busy. */
const LONGEST_START_IN_MS = 120_000

describe('the commands of schedules', () => {
  let config: Config
  let footnote: Awaited<ReturnType<typeof compose>>
  let mailServer: MailServer
  let [printed, told]: [string[], string[]] = [[], []]

  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'footnote-schedule-commands-'))
    mailServer = await startMailServer()
    const quiet = { FOOTNOTE_HOME: home, FOOTNOTE_SAMPLES: 'off', FOOTNOTE_LOG_LEVEL: 'error' }
    const mail = { FOOTNOTE_SMTP_URL: mailServer.url, FOOTNOTE_MAIL_FROM: 'Footnote <footnote@example.org>' }
    config = { ...readConfig({ ...quiet, ...mail }), serveWeb: false }
    footnote = await compose(config)
    const url = await footnote.app.listen({ host: '127.0.0.1', port: 0 })
    // A lock of one's own process is taken for an old one: this is what commands of another process find.
    const owner = { pid: process.ppid, started_at: new Date().toISOString(), url }
    await writeFile(join(home, 'lock.json'), JSON.stringify(owner))
  }, LONGEST_START_IN_MS)
  afterAll(async () => {
    await footnote[Symbol.asyncDispose]()
    await mailServer[Symbol.asyncDispose]()
    await rm(config.home, { recursive: true, force: true })
  })
  beforeEach(() => {
    ;[printed, told] = [[], []]
    vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(stripVTControlCharacters(String(line))))
    vi.spyOn(console, 'error').mockImplementation((line) => void told.push(stripVTControlCharacters(String(line))))
  })
  afterEach(() => vi.restoreAllMocks())

  it('set one up, send it now, tell that it arrived, and remove it', async () => {
    await addScheduleCommand(config, { ...WEEKLY, mail: ['ada@example.org'], webhook: undefined, json: true })
    const { id } = CreatedReportSchedule.parse(JSON.parse(printed[0] ?? ''))
    await sendScheduleCommand(config, id, PLAIN)
    await vi.waitFor(() => expect(mailServer.arrived).toHaveLength(1), { timeout: 30_000, interval: 200 })
    await vi.waitFor(
      async () => {
        printed = []
        await listSchedulesCommand(config, PLAIN)
        expect(printed.join('\n')).toContain(': arrived')
      },
      { timeout: 30_000, interval: 500 },
    )
    expect(printed[0]).toContain(`${id}  usage by day, 7 days, as xlsx by mail to ada@example.org`)
    await removeScheduleCommand(config, id, PLAIN)
    await listSchedulesCommand(config, PLAIN)
    expect(told.at(-1)).toContain('None yet')
  })

  it('tell the secret of a webhook once, and what does not fit', async () => {
    const webhook = 'https://example.org/hook'
    await addScheduleCommand(config, { ...WEEKLY, ...PLAIN, mail: undefined, webhook })
    expect(told[0]).toContain('whsec_')
    await expect(
      addScheduleCommand(config, { ...WEEKLY, ...PLAIN, mail: undefined, webhook: undefined }),
    ).rejects.toThrow('Say where it goes')
    await expect(
      addScheduleCommand(config, { ...WEEKLY, ...PLAIN, cron: 'daily', mail: undefined, webhook }),
    ).rejects.toThrow('cron: give minute, hour')
  })
})

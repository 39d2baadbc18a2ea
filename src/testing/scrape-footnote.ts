import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { signToken } from '../commands/with-client.ts'
import { compose } from '../compose.ts'
import { readConfig } from '../config.ts'

/** Metrics that are there only after the first look at the records, seconds after a start. */
const LATEST = 'footnote_record_chains'
const WAIT_IN_MS = 60_000

/** Run a Footnote, upload and ask something twice, and read what Prometheus would read. */
export async function scrapeFootnote(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'footnote-scrape-'))
  const config = readConfig({
    FOOTNOTE_HOME: home,
    FOOTNOTE_PORT: '0',
    FOOTNOTE_LOG_LEVEL: 'silent',
    FOOTNOTE_SAMPLES: 'off',
    FOOTNOTE_WEB: 'off',
    FOOTNOTE_CHAT_BASE_URL: 'http://127.0.0.1:9/v1',
    FOOTNOTE_CHAT_MODEL: 'absent',
  })
  try {
    await using footnote = await compose(config)
    const url = await footnote.app.listen({ host: config.host, port: config.port })
    const principal = {
      tenant_id: config.tenantId,
      object_id: 'admin',
      group_ids: [],
      roles: ['Admin' as const],
      kind: 'user' as const,
    }
    const authorization = `Bearer ${await signToken(config, principal, 600)}`
    const body = new FormData()
    body.append('file', new Blob(['A lighthouse keeper gets 33 days of leave.']), 'leave.txt')
    await fetch(`${url}/api/documents`, { method: 'POST', body, headers: { authorization } })
    const question = {
      method: 'POST',
      body: JSON.stringify({ query: 'How many days of leave does a lighthouse keeper get?' }),
      headers: { authorization, 'content-type': 'application/json' },
    }
    for (let deadline = Date.now() + WAIT_IN_MS; ; await pause(250)) {
      const answer = (await (await fetch(`${url}/api/ask`, question)).json()) as { outcome?: string }
      const text = await (await fetch(`${url}/metrics`)).text()
      if (answer.outcome === 'answered' && text.includes(LATEST)) return text
      if (Date.now() > deadline)
        throw new Error(`no ${LATEST} within ${WAIT_IN_MS} ms; the answer was ${answer.outcome}`)
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Names of the series in a text in the format of Prometheus. */
export function seriesOf(text: string): ReadonlySet<string> {
  const names = text.split('\n').flatMap((line) => /^[a-zA-Z_:][\w:]*/.exec(line) ?? [])
  return new Set(names)
}

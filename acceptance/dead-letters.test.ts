import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isExternal, newWord, openServer, type ServerUnderTest } from './server-under-test.ts'
import type { DocumentSummary, Problem } from './wire.ts'

interface DeadLetter {
  readonly id: string
  readonly queue: string
  readonly reason: string
  readonly stage: string | null
  readonly attempts: number
  readonly document: { readonly id: string; readonly title: string | null } | null
}

interface DeadLetterList {
  readonly dead_letters: readonly DeadLetter[]
  readonly next_cursor: string | null
}

/** Five attempts with growing waits between them. */
const GIVEN_UP_WITHIN_IN_MS = 60_000
const LETTERS = '/api/admin/dead-letters'

let server: ServerUnderTest
let webhook: Server
const told: { readonly type: string; readonly dead_letters: number }[] = []
beforeAll(async () => {
  webhook = createServer((request, response) => {
    void json(request).then((message) => told.push(message as (typeof told)[number]))
    response.end()
  })
  webhook.listen(0, '127.0.0.1')
  await once(webhook, 'listening')
  const { port } = webhook.address() as AddressInfo
  server = await openServer({
    FOOTNOTE_DEAD_LETTER_ALERT: '1',
    FOOTNOTE_DEAD_LETTER_WEBHOOK: `http://127.0.0.1:${port}/`,
  })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  webhook.closeAllConnections()
  await new Promise((resolve) => webhook.close(resolve))
})

const letters = async () => (await server.admin.send<DeadLetterList>(`${LETTERS}?limit=100`)).body.dead_letters
const stateOf = async (id: string) => (await server.admin.send<DocumentSummary>(`/api/documents/${id}`)).body.state

/** A document whose original cannot be read: a folder is in its place, as a damaged disk might have it. */
async function addPoison() {
  const word = newWord()
  const text = `The ${word} is kept in the blue cupboard.\n`
  const hash = createHash('sha256').update(text).digest('hex')
  const original = join(server.own.home, 'blobs', 'home', hash.slice(0, 2), hash)
  await mkdir(original, { recursive: true })
  const reply = await server.admin.upload([{ name: `${word}.txt`, content: text }], { access: 'everyone' })
  const [document] = reply.body.documents
  if (document === undefined) throw new Error(`the upload was answered with ${reply.text}`)
  const mend = async () => {
    await rm(original, { recursive: true })
    await writeFile(original, text)
  }
  return { word, id: document.id, mend }
}

async function givenUp(...ids: readonly string[]): Promise<readonly DeadLetter[]> {
  const ofThese = async () => (await letters()).filter(({ document }) => ids.includes(document?.id ?? ''))
  await expect.poll(async () => (await ofThese()).length, { timeout: GIVEN_UP_WITHIN_IN_MS }).toBe(ids.length)
  return ofThese()
}

describe('dead letters', () => {
  it('are for administrators', async () => {
    const reply = await server.admin.send<DeadLetterList>(LETTERS)
    expect(reply.status).toBe(200)
    expect(reply.body).toHaveProperty('next_cursor')
    for (const [method, path] of [
      ['GET', LETTERS],
      ['POST', `${LETTERS}/replay`],
      ['POST', `${LETTERS}/discard`],
    ] as const) {
      expect((await server.stranger.send(path, { method, ...(method === 'GET' ? {} : { json: {} }) })).status).toBe(401)
      if (isExternal) continue
      const contributor = await server.clientFor({ role: 'Contributor', user: 'ada' })
      const refused = await contributor.send<Problem>(path, { method, ...(method === 'GET' ? {} : { json: {} }) })
      expect([refused.status, refused.body.code]).toEqual([403, 'role-missing'])
    }
  })

  it('say what to do about ids that are no letters', async () => {
    const reply = await server.admin.send<Problem>(`${LETTERS}/replay`, { method: 'POST', json: { ids: ['nothing'] } })
    expect(reply.status).toBe(404)
    expect(reply.body.detail).toContain('List them again')
  })

  it.skipIf(isExternal)(
    'say why a document could not be read, and once the cause is mended a replay makes it answer',
    { timeout: 180_000 },
    async () => {
      const { id, word, mend } = await addPoison()
      const [letter] = await givenUp(id)
      expect(letter).toMatchObject({ queue: 'ingest-version', stage: 'parsing', attempts: 5 })
      expect(letter?.reason).toContain('EISDIR')
      expect(letter?.document).toMatchObject({ id, title: `${word}.txt` })
      expect(await stateOf(id)).toBe('failed')
      expect(await server.own.run(['dead-letters', 'list'])).toContain(`${word}.txt`)

      await mend()
      expect(await server.own.run(['dead-letters', 'replay', letter?.id ?? ''])).toContain('1 tried again')
      await server.admin.settled([id])
      expect(await stateOf(id)).toBe('ready')
      expect((await server.admin.ask(`Where is the ${word} kept?`)).body.answer).toContain('blue cupboard')
      expect(await letters()).toEqual([])
      expect(await server.own.run(['dead-letters', 'list'])).toContain('There are no dead letters')
    },
  )

  it.skipIf(isExternal)(
    'raise an alert when there are too many, which ends when they are discarded',
    { timeout: 180_000 },
    async () => {
      const poison = [await addPoison(), await addPoison()]
      const ids = poison.map(({ id }) => id)
      await givenUp(...ids)
      await expect
        .poll(() => told, { timeout: 40_000 })
        .toMatchObject([{ type: 'dead-letters-raised', dead_letters: 2 }])
      const metrics = await (await fetch(`${server.baseUrl}/metrics`)).text()
      expect(metrics).toMatch(/^footnote_dead_letters\S* 2$/m)
      expect(metrics).toMatch(/^footnote_dead_letter_alert\S* 1$/m)
      const isLogged = () => server.own.output().includes('there are many dead letters')
      await expect.poll(isLogged, { timeout: 5_000 }).toBe(true)

      const discarded = JSON.parse(await server.own.run(['dead-letters', 'discard', '--all', '--json'])) as object
      expect(discarded).toEqual({ discarded: 2 })
      await expect.poll(() => told.at(-1)?.type, { timeout: 40_000 }).toBe('dead-letters-cleared')
      expect(await Promise.all(ids.map(stateOf))).toEqual(['failed', 'failed'])
      expect(told).toHaveLength(2)
    },
  )
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isExternal, newWord, openServer, type ServerUnderTest } from './server-under-test.ts'
import type { Problem } from './wire.ts'

interface Generation {
  readonly id: string
  readonly state: string
  readonly documents_to_do: number
  readonly passages: number
}

const INDEX = '/api/admin/index'
let server: ServerUnderTest
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const list = async () => (await server.admin.send<{ generations: Generation[] }>(`${INDEX}?limit=100`)).body.generations
const find = async (id: string) => (await list()).find((generation) => generation.id === id)
const post = (what: string, json: object = {}) =>
  server.admin.send<Problem & { id: string }>(`${INDEX}/${what}`, { method: 'POST', json })
const finds = async (word: string, id: string) =>
  (await server.admin.search(word)).body.passages.some(({ document_id }) => document_id === id)

describe.skipIf(isExternal)('the search index', () => {
  it('is built anew while people search, switched over and back, and the rest removed', {
    timeout: 120_000,
  }, async () => {
    const [word, later] = [newWord(), newWord()]
    const [kept] = await server.admin.add([{ name: 'kept.txt', content: `The ${word} is in the cupboard.\n` }])
    const before = (await list()).find(({ state }) => state === 'active')!
    const begun = await post('rebuild')
    expect(begun.status).toBe(202)
    const { id } = begun.body
    const [added] = await server.admin.add([{ name: 'later.txt', content: `The ${later} is in the drawer.\n` }])
    await expect.poll(async () => (await find(id))?.state, { timeout: 60_000 }).toBe('ready')
    expect((await post('activate', { id })).status).toBe(204)
    expect(await finds(word, kept!.id)).toBe(true)
    expect(await finds(later, added!.id)).toBe(true)
    expect(await find(before.id)).toMatchObject({ state: 'retired' })
    expect((await post('remove', { id })).body.code).toBe('not-allowed-now')
    await expect.poll(async () => (await find(before.id))?.documents_to_do, { timeout: 60_000 }).toBe(0)
    expect((await post('activate', { id: before.id })).status).toBe(204)
    expect(await finds(word, kept!.id)).toBe(true)
    expect(await finds(later, added!.id)).toBe(true)
    expect(await find(id)).toMatchObject({ state: 'retired' })
    expect((await post('activate', { id: 'nonsense' })).body.code).toBe('not-found')
  })

  it('is the matter of administrators', async () => {
    const reader = await server.clientFor({ user: 'reader', role: 'Contributor' })
    for (const [path, request] of [
      [INDEX, {}],
      [`${INDEX}/rebuild`, { method: 'POST', json: {} }],
      [`${INDEX}/activate`, { method: 'POST', json: { id: 'x' } }],
      [`${INDEX}/remove`, { method: 'POST', json: { id: 'x' } }],
    ] as const)
      expect((await reader.send(path, request)).status).toBe(403)
  })
})

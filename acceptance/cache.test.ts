import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from './client.ts'
import { isExternal, newWord, openServer, type ServerUnderTest } from './server-under-test.ts'

describe.skipIf(isExternal)('an answer that was given before', () => {
  let server: ServerUnderTest
  let anna: Client
  let bert: Client
  const word = newWord()
  const question = `What does the ${word} lamp cost?`
  const everyone = { access: 'everyone' }

  beforeAll(async () => {
    server = await openServer()
    ;[anna, bert] = await Promise.all([server.clientFor({ user: 'anna' }), server.clientFor({ user: 'bert' })])
    await anna.add([{ name: `${word}.txt`, content: `The ${word} lamp costs 19 euros.` }], everyone)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const stateOf = async (client: Client, query = question, more = {}) =>
    (await client.ask(query, more)).headers.get('x-footnote-cache')

  it('is given again, byte for byte', async () => {
    const first = await anna.ask(question)
    const second = await anna.ask(question)
    expect([first, second].map(({ headers }) => headers.get('x-footnote-cache'))).toEqual(['miss', 'hit'])
    expect(second.text).toBe(first.text)
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'))
    expect(second.headers.get('cache-control')).toContain('no-store')
  })

  it('is given again when only the spacing differs', async () => {
    await anna.ask(question)
    expect(await stateOf(anna, `  ${question.replaceAll(' ', '  ')} `)).toBe('hit')
    expect(await stateOf(anna, question.toUpperCase())).toBe('miss')
  })

  it('is not given to another user, nor for another filter or number of passages', async () => {
    await anna.ask(question)
    expect(await stateOf(bert)).toBe('miss')
    expect(await stateOf(anna, question, { top_k: 4 })).toBe('miss')
    expect(await stateOf(anna, question, { filters: { media_types: ['text/plain'] } })).toBe('miss')
  })

  it('is not given to the same user with other rights', async () => {
    await anna.ask(question)
    expect(await stateOf(await server.clientFor({ user: 'anna', groups: ['new'] }))).toBe('miss')
    expect(await stateOf(await server.clientFor({ user: 'anna', role: 'Reader' }))).toBe('miss')
  })

  it('is not given as a stream', async () => {
    await anna.ask(question)
    expect((await anna.stream(question)).headers.get('x-footnote-cache')).toBeNull()
  })

  it('is forgotten when a document becomes ready', async () => {
    await anna.ask(question)
    expect(await stateOf(anna)).toBe('hit')
    await bert.add([{ name: `${newWord()}.txt`, content: `Something else about ${newWord()}.` }])
    expect(await stateOf(anna)).toBe('miss')
  })

  it('is forgotten when a document is deleted', async () => {
    const other = newWord()
    const about = `What does the ${other} chair cost?`
    const [chair] = await anna.add([{ name: `${other}.txt`, content: `The ${other} chair costs 87 euros.` }], everyone)
    await anna.ask(about)
    expect(await stateOf(anna, about)).toBe('hit')
    await anna.remove(chair?.id ?? '')
    const after = await anna.ask(about)
    expect(after.headers.get('x-footnote-cache')).toBe('miss')
    expect(after.text).not.toContain('87 euros')
  })

  it('is forgotten when the rights of a document change', async () => {
    const secret = newWord()
    const file = { name: `${secret}.txt`, content: `The ${secret} table costs 55 euros.` }
    const about = `What does the ${secret} table cost?`
    await anna.add([file], everyone)
    expect((await bert.ask(about)).body.outcome).toBe('answered')
    expect(await stateOf(bert, about)).toBe('hit')
    await anna.upload([file], { access: 'user:anna' })
    const after = await bert.ask(about)
    expect(after.headers.get('x-footnote-cache')).toBe('miss')
    expect(after.text).not.toContain('55 euros')
  })
})

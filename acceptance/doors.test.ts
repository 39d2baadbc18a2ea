import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWord, openServer, type ServerUnderTest } from './server-under-test.ts'
import type { Answer, DocumentSummary } from './wire.ts'

/** The doors for other programs, opened with the client libraries that those programs use. */
const ABSTENTION = "I don't have enough information to answer that."
const word = newWord()
const QUESTION = `How many days of leave do ${word} employees get?`
const SENTENCE = `${word} employees get 33 days of leave in each year.`

let server: ServerUnderTest
let documents: readonly DocumentSummary[] = []
let openai: OpenAI

beforeAll(async () => {
  server = await openServer()
  documents = await server.admin.add([{ name: `${word}.md`, content: `# ${word} rules\n\n## Leave\n\n${SENTENCE}` }])
  openai = new OpenAI({ baseURL: `${server.baseUrl}/v1`, apiKey: server.token, maxRetries: 0 })
})
afterAll(async () => {
  await Promise.all(documents.map(({ id }) => server.admin.remove(id)))
  await server[Symbol.asyncDispose]()
})

const ask = (content: string) => ({ model: 'footnote', messages: [{ role: 'user' as const, content }] })

describe('the door for clients of OpenAI', () => {
  it('answers with footnotes as annotations that open the original, and with our envelope beside', async () => {
    const completion = await openai.chat.completions.create({ ...ask(QUESTION), temperature: 0 })
    const { footnote } = completion as unknown as { footnote: Answer }
    const [choice] = completion.choices
    expect(choice?.finish_reason).toBe('stop')
    expect(choice?.message.content).toBe(footnote.answer)
    expect(footnote.answer).toContain(SENTENCE)
    const [annotation] = choice?.message.annotations ?? []
    const { start_index: start, end_index: end, title, url } = annotation?.url_citation ?? expect.fail('no annotation')
    expect(footnote.answer.slice(start, end)).toContain(SENTENCE)
    expect(title).toBe(footnote.citations[0]?.title)
    const original = await fetch(url, { headers: { authorization: `Bearer ${server.token}` } })
    expect(await original.text()).toContain(SENTENCE)
    expect((await fetch(url)).status).toBe(401)
    expect(completion.usage?.total_tokens).toBe(footnote.token_usage.total)
  })

  it('streams what joined is the same answer, with the usage when asked for', async () => {
    const whole = await openai.chat.completions.create(ask(QUESTION))
    const stream = await openai.chat.completions.create({
      ...ask(QUESTION),
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    const ends: (string | null)[] = []
    const usages: unknown[] = []
    for await (const { choices, usage } of stream) {
      text += choices[0]?.delta.content ?? ''
      ends.push(...choices.map((choice) => choice.finish_reason))
      if (usage !== null && usage !== undefined) usages.push(usage)
    }
    expect(text).toBe(whole.choices[0]?.message.content)
    expect(ends.filter((end) => end !== null)).toEqual(['stop'])
    expect(usages).toEqual([whole.usage])
  })

  it('takes content in parts, and the question that comes last', async () => {
    const { choices } = await openai.chat.completions.create({
      model: 'anything',
      messages: [
        { role: 'system', content: 'Answer like a pirate.' },
        { role: 'user', content: 'Who repairs the pump?' },
        { role: 'assistant', content: 'The night shift.' },
        { role: 'user', content: [{ type: 'text', text: QUESTION }] },
      ],
    })
    expect(choices[0]?.message.content).toContain(SENTENCE)
  })

  it('understands a question with those before it', async () => {
    const completion = await openai.chat.completions.create({
      model: 'footnote',
      messages: [
        { role: 'user', content: `How many days of leave do ${newWord()} employees get?` },
        { role: 'assistant', content: ABSTENTION },
        { role: 'user', content: `And ${word} employees?` },
      ],
    })
    expect(completion.choices[0]?.message.content).toContain(SENTENCE)
    expect(completion).toMatchObject({ footnote: { standalone_question: QUESTION } })
  })

  it('abstains as everywhere, and tells its clients what is wrong in their own way', async () => {
    const { choices } = await openai.chat.completions.create(ask(`Which colour has the ${newWord()} of ${newWord()}?`))
    expect(choices[0]?.message.content).toBe(ABSTENTION)
    expect(choices[0]?.message.annotations).toEqual([])
    const empty = openai.chat.completions.create({ model: 'footnote', messages: [{ role: 'system', content: 'x' }] })
    await expect(empty).rejects.toMatchObject({
      status: 400,
      code: 'invalid-request',
      message: expect.stringContaining('role "user"'),
    })
    const unknown = new OpenAI({ baseURL: `${server.baseUrl}/v1`, apiKey: 'no-token', maxRetries: 0 })
    await expect(unknown.chat.completions.create(ask(QUESTION))).rejects.toMatchObject({ status: 401 })
    await expect(unknown.models.list()).rejects.toMatchObject({ status: 401 })
  })

  it('names the one model', async () => {
    const names: string[] = []
    for await (const { id } of openai.models.list()) names.push(id)
    expect(names).toEqual(['footnote'])
  })
})

describe('the door for the Model Context Protocol', () => {
  async function connect(token: string): Promise<McpClient> {
    const client = new McpClient({ name: 'acceptance', version: '1' })
    const headers = { authorization: `Bearer ${token}` }
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${server.baseUrl}/mcp`), { requestInit: { headers } }),
    )
    return client
  }

  it('offers to search and to ask, and answers both with what the caller may read', async () => {
    const client = await connect(server.token)
    try {
      const { tools } = await client.listTools()
      expect(tools.map(({ name }) => name)).toEqual(['search', 'ask'])
      const found = await client.callTool({ name: 'search', arguments: { query: QUESTION } })
      expect(found.structuredContent).toMatchObject({
        passages: expect.arrayContaining([expect.objectContaining({ text: expect.stringContaining(SENTENCE) })]),
      })
      const answered = await client.callTool({ name: 'ask', arguments: { query: QUESTION } })
      expect(answered.structuredContent).toMatchObject({ outcome: 'answered', citations: [{ number: 1 }] })
      expect(answered.content).toEqual([{ type: 'text', text: expect.stringContaining(SENTENCE) }])
    } finally {
      await client.close()
    }
  })

  it('tells what is wrong with a call, and lets nobody in without a token', async () => {
    const client = await connect(server.token)
    try {
      const wrong = await client.callTool({ name: 'ask', arguments: { query: '   ' } })
      expect(wrong).toMatchObject({ isError: true, content: [{ type: 'text' }] })
      const odd = await client.callTool({ name: 'search', arguments: { query: 'x', top_k: 1_000 } })
      expect(odd).toMatchObject({ isError: true })
    } finally {
      await client.close()
    }
    await expect(connect('no-token')).rejects.toThrow(/401|not-authenticated|signed in/i)
    const authorization = `Bearer ${server.token}`
    expect((await fetch(`${server.baseUrl}/mcp`, { headers: { authorization } })).status).toBe(405)
    expect((await fetch(`${server.baseUrl}/mcp`)).status).toBe(401)
  })
})

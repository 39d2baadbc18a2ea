import { readdir, readFile } from 'node:fs/promises'
import { XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { PROBLEMS, problem } from '../../src/contracts/errors.ts'
import { problemBody } from '../../src/platform/http/problem-replies.ts'
import { effectiveSection, FRAGMENT_FILES, flatten, type PolicyElement, readPolicy } from './read-policies.ts'

const BRACKETS = [
  ['(', ')'],
  ['{', '}'],
  ['[', ']'],
] as const

const here = (path: string) => new URL(path, import.meta.url)
const paths = [...(await readdir(here('policies'))).map((name) => `policies/${name}`), 'generated/identify.xml']
const texts = new Map(await Promise.all(paths.map(async (path) => [path, await readFile(here(path), 'utf8')] as const)))
const inbound = await effectiveSection('inbound')
const outbound = await effectiveSection('outbound')
const all = (await Promise.all(paths.map(async (path) => flatten(await readPolicy(path))))).flat()

function placeOf(section: readonly PolicyElement[], name: string, attribute = '', value = ''): number {
  const place = section.findIndex((element) => element.name === name && (element.attributes[attribute] ?? '') === value)
  if (place === -1) throw new Error(`${name} ${value} is missing`)
  return place
}

describe('the policies', () => {
  it.each([...texts])('are well-formed: %s', (_path, text) => {
    expect(XMLValidator.validate(text)).toBe(true)
  })

  it.each([...texts])('keep the brackets of their expressions in pairs: %s', (_path, text) => {
    const code = text
      .replaceAll('&quot;', '"')
      .replace(/\\"/g, '')
      .replace(/"[^"\n]*"/g, '')
      .replace(/'.'/g, '')
    for (const [open, close] of BRACKETS)
      expect(code.split(open).length, `${open} and ${close}`).toBe(code.split(close).length)
  })

  it('name no shared part that does not exist, and every one of them', () => {
    const included = all.filter(({ name }) => name === 'include-fragment').map((e) => e.attributes['fragment-id'])
    expect(new Set(included)).toEqual(new Set(Object.keys(FRAGMENT_FILES)))
  })

  it('put no shared part into another, which API Management refuses', async () => {
    for (const path of Object.values(FRAGMENT_FILES)) {
      const names = flatten(await readPolicy(path)).map(({ name }) => name)
      expect(names.filter((name) => ['include-fragment', 'base', 'inbound', 'outbound'].includes(name))).toEqual([])
    }
  })

  it('ask first who it is, then how often, first of the person and then of the organisation, and then whether it was asked before', () => {
    const places = [
      placeOf(inbound, 'validate-jwt', 'id', 'footnote-token'),
      placeOf(inbound, 'rate-limit-by-key', 'id', 'footnote-user-limit'),
      placeOf(inbound, 'rate-limit-by-key', 'id', 'footnote-tenant-limit'),
      placeOf(inbound, 'send-request', 'mode', 'new'),
      placeOf(inbound, 'cache-lookup-value', 'variable-name', 'footnote-answer'),
    ]
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    const before = inbound.slice(0, places[0]).map(({ name }) => name)
    expect(before.filter((name) => !['base', 'set-variable', 'set-header', 'value'].includes(name))).toEqual([])
  })

  it('drop every header that only Footnote sets, before anything else', async () => {
    const source = await readdir(here('../../src'), { recursive: true })
    const files = source.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    const code = (await Promise.all(files.map((name) => readFile(here(`../../src/${name}`), 'utf8')))).join('\n')
    const ours = new Set([...code.matchAll(/'(x-footnote-[a-z]+(?:-[a-z]+)*)'/g)].map(([, name]) => name))
    const dropped = inbound
      .slice(0, placeOf(inbound, 'validate-jwt', 'id', 'footnote-token'))
      .filter(({ name, attributes }) => name === 'set-header' && attributes['exists-action'] === 'delete')
    expect(ours.size).toBeGreaterThan(3)
    expect(dropped.map(({ attributes }) => attributes['name']?.toLowerCase())).toEqual(
      expect.arrayContaining([...ours]),
    )
  })

  it('count under a key of its own for each scope', () => {
    const limits = inbound.filter(({ name }) => name === 'rate-limit-by-key')
    const scopes = limits.map(({ attributes }) => /^@\("(fn-\w+:)"/.exec(attributes['counter-key'] ?? '')?.[1])
    expect(scopes).toEqual(['fn-user:', 'fn-tenant:'])
    expect(limits.every(({ attributes }) => attributes['increment-condition'] === undefined)).toBe(true)
  })

  it('keep answers by value only, for what is no stream, and after the backend said they may', () => {
    const names = all.map(({ name }) => name)
    expect(names.filter((name) => /^cache-(?:lookup|store)$|semantic-cache|cache-remove/.test(name))).toEqual([])
    expect(inbound.some(({ name }) => name === 'cache-store-value')).toBe(false)
    const before = outbound.slice(
      0,
      placeOf(outbound, 'cache-store-value', 'duration', '{{footnote-answer-cache-in-seconds}}'),
    )
    const condition = before.findLast(({ name }) => name === 'when')?.attributes['condition'] ?? ''
    for (const needed of ['footnote-answer-key', 'StatusCode != 200', 'X-Footnote-Cacheable'])
      expect(condition).toContain(needed)
    expect(inbound.some(({ attributes }) => attributes['condition']?.includes('text/event-stream'))).toBe(true)
  })

  it('take the mark of the backend off only after it was read', () => {
    const taken = outbound.findIndex((e) => e.name === 'set-header' && e.attributes['name'] === 'X-Footnote-Cacheable')
    expect(outbound[taken]?.attributes['exists-action']).toBe('delete')
    expect(taken).toBeGreaterThan(outbound.findIndex(({ name }) => name === 'cache-store-value'))
  })

  it('record an answer that is given again before they give it', () => {
    const given = inbound.findIndex((e) => e.name === 'set-variable' && e.attributes['value'] === 'hit')
    const after = inbound.slice(given).map(({ name }) => name)
    expect(after.indexOf('log-to-eventhub')).toBeGreaterThan(0)
    expect(after.indexOf('log-to-eventhub')).toBeLessThan(after.indexOf('return-response'))
  })

  it('let streams pass event by event', async () => {
    const forward = (await effectiveSection('backend')).find(({ name }) => name === 'forward-request')
    expect(forward?.attributes).toMatchObject({
      'buffer-response': 'false',
      timeout: '{{footnote-backend-timeout-in-seconds}}',
    })
    const buffering = new Set([
      'validate-content',
      'find-and-replace',
      'json-to-xml',
      'xml-to-json',
      'set-body',
      'retry',
    ])
    expect(outbound.filter(({ name }) => buffering.has(name))).toEqual([])
  })

  it('write no body, no question and no token to the log', () => {
    const logs = all.filter(({ name }) => name === 'log-to-eventhub')
    expect(logs).toHaveLength(1)
    expect(logs[0]?.text).not.toMatch(
      /\.Body|Authorization|footnote-question|footnote-answer|QueryString|OriginalUrl|footnote-token"/,
    )
    expect(all.filter(({ name }) => name === 'trace')).toEqual([])
  })

  it("mark every reply as one person's own", () => {
    const replies = all.filter(({ name }) => name === 'return-response')
    expect(replies.length).toBeGreaterThan(3)
    for (const reply of replies) {
      const header = reply.children.find((e) => e.attributes['name'] === 'Cache-Control')
      expect(header?.children[0]?.text).toBe('private, no-store')
    }
    expect(outbound.some((e) => e.attributes['name'] === 'Cache-Control')).toBe(true)
  })
})

describe('errors', () => {
  const problems = all
    .filter(({ name, attributes }) => name === 'set-variable' && attributes['name'] === 'footnote-problem')
    .map(({ attributes }) => attributes['value'] ?? '')
  const member = (text: string, name: string) =>
    new RegExp(`JProperty\\("${name}", "?([^",)]+)`).exec(text)?.[1] ?? `no ${name}`

  it('are those of the gateway: same members in the same order, same types, titles and statuses', () => {
    const codes = new Set<string>()
    for (const text of problems) {
      const code = Object.keys(PROBLEMS).find((name) => name === member(text, 'code')) as keyof typeof PROBLEMS
      codes.add(code)
      const extensions = code === 'quota-exceeded' ? { 'violated-policies': ['user'] } : {}
      const expected = problemBody(problem(code, 'detail', { extensions }), 'id')
      expect([...text.matchAll(/JProperty\("([\w-]+)"/g)].map(([, name]) => name)).toEqual(Object.keys(expected))
      expect(['type', 'title', 'status'].map((name) => member(text, name))).toEqual(
        [expected.type, expected.title, expected.status].map(String),
      )
    }
    expect([...codes].toSorted()).toEqual([
      'internal-error',
      'not-authenticated',
      'quota-exceeded',
      'role-missing',
      'service-unavailable',
      'token-expired',
    ])
  })

  it('have the headers of their kind', async () => {
    const replies = flatten(await readPolicy('policies/refuse.xml')).filter(({ name }) => name === 'return-response')
    const headersOf = (status: string) =>
      replies
        .find(({ children }) => children.some((e) => e.name === 'set-status' && e.attributes['code'] === status))
        ?.children.map(({ attributes }) => attributes['name'])
    expect(headersOf('401')).toContain('WWW-Authenticate')
    expect(headersOf('429')).toEqual(expect.arrayContaining(['Retry-After', 'RateLimit', 'RateLimit-Policy']))
  })
})

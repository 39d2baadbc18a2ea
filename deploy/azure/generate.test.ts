import { readdir, readFile } from 'node:fs/promises'
import { XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { generatedFiles } from './generate.ts'

const BRACKETS = [
  ['(', ')'],
  ['{', '}'],
  ['[', ']'],
] as const

const here = (path: string) => new URL(path, import.meta.url)
const read = (path: string) => readFile(here(path), 'utf8')
const example = await read('example.env')
const openapi = await read('../../docs/openapi.json')
const files = await generatedFiles(example, openapi)

interface Parameters {
  readonly parameters: { readonly namedValues: { readonly value: Readonly<Record<string, string>> } }
}
const namedValuesOf = (text = '{}') => (JSON.parse(text) as Parameters).parameters.namedValues.value

describe('the generated files', () => {
  it.each(Object.keys(files))('are fresh: %s (npm run generate)', async (name) => {
    expect(await read(`generated/${name}`)).toBe(files[name])
  })

  it('carry the numbers of the gateway', () => {
    const { limits } = readConfig({})
    expect(namedValuesOf(files['parameters.json'])).toMatchObject({
      'footnote-user-requests': String(limits.userRequestsPerMinute),
      'footnote-tenant-requests': String(limits.tenantRequestsPerMinute),
      'footnote-answer-cache-in-seconds': String(limits.answerCacheLifetimeInMs / 1000),
      'footnote-window-in-seconds': '60',
      'footnote-clock-skew-in-seconds': '60',
    })
  })

  it('follow the settings', async () => {
    const other = await generatedFiles(
      `${example}\nFOOTNOTE_REQUESTS_PER_MINUTE=7\nFOOTNOTE_ANSWER_CACHE_MINUTES=0\nFOOTNOTE_ROLE_MAP=Bots=Reader,group:x=Admin`,
      openapi,
    )
    const values = namedValuesOf(other['parameters.json'])
    expect(values).toMatchObject({ 'footnote-user-requests': '7', 'footnote-answer-cache-in-seconds': '0' })
    expect(values['footnote-application-roles']?.split(',')).toContain('Bots')
    expect(values['footnote-application-roles']).not.toContain('group')
  })

  it('name the issuer of every tenant and no other, and the client id as the audience', () => {
    const text = files['identify.xml'] ?? ''
    const { entra } = readConfig(
      Object.fromEntries(
        example
          .split('\n')
          .filter((line) => line.startsWith('FOOTNOTE_'))
          .map((line) => line.split('=')),
      ) as Record<string, string>,
    ).identity
    expect([...text.matchAll(/<issuer>(.*)<\/issuer>/g)].map(([, issuer]) => issuer)).toEqual(
      entra?.tenants.map((tenant) => `https://login.microsoftonline.com/${tenant}/v2.0`),
    )
    expect([...text.matchAll(/<audience>(.*)<\/audience>/g)].map(([, audience]) => audience)).toEqual([
      entra?.apiClientId,
    ])
    expect(text).toMatch(/name="ver" match="any">\s*<value>2\.0<\/value>\s*<\/claim>/)
  })

  it('take version 1 tokens when the settings say so', async () => {
    const both = await generatedFiles(
      `${example}\nFOOTNOTE_ENTRA_ACCEPT_V1=on\nFOOTNOTE_ENTRA_API_APP_ID_URI=api://a&b`,
      openapi,
    )
    const text = both['identify.xml'] ?? ''
    expect(XMLValidator.validate(text)).toBe(true)
    expect(text).toContain('<audience>api://a&amp;b</audience>')
    expect(text).toContain('<issuer>https://sts.windows.net/11111111-1111-4111-8111-111111111111/</issuer>')
    expect(text).toContain('<value>1.0</value>')
  })

  it('are refused without tenants', async () => {
    await expect(generatedFiles('', openapi)).rejects.toThrow('FOOTNOTE_ENTRA_TENANTS')
  })

  it('describe what a token reaches: /api only', () => {
    const paths = Object.keys((JSON.parse(files['openapi.json'] ?? '') as { paths: object }).paths)
    expect(paths).toContain('/api/ask')
    expect(paths.filter((path) => !path.startsWith('/api/') || path === '/api/answer-cache-scope')).toEqual([])
  })
})

describe('the templates', async () => {
  const modules = (await readdir(here('modules'))).map((name) => `modules/${name}`)
  const bicep = new Map(
    await Promise.all(['main.bicep', ...modules].map(async (path) => [path, await read(path)] as const)),
  )

  it.each([...bicep])('have their brackets and quotes in pairs: %s', (_path, text) => {
    const code = text.replace(/^\s*\/\/.*$/gm, '').replaceAll("\\'", '')
    expect(code.split("'").length % 2).toBe(1)
    for (const [open, close] of BRACKETS) expect(code.split(open).length).toBe(code.split(close).length)
  })

  it('load only files that exist, and all of them', async () => {
    const loaded = [...bicep].flatMap(([path, text]) =>
      [...text.matchAll(/(?:loadTextContent\(|^module \w+ )'([^']+)'/gm)].map(
        ([, file = '']) => new URL(file, here(path)),
      ),
    )
    for (const url of loaded) expect((await readFile(url)).length).toBeGreaterThan(0)
    const names = loaded.map((url) => url.pathname.split('/').at(-1))
    for (const path of [...modules, ...(await readdir(here('policies')))])
      expect(names).toContain(path.split('/').at(-1))
  })

  it('give every module the parameters it declares, and no other', () => {
    const main = bicep.get('main.bicep') ?? ''
    for (const [, path = '', body = ''] of main.matchAll(/^module \w+ '([^']+)' = \{([\s\S]*?)^\}/gm)) {
      const declared = [...(bicep.get(path) ?? '').matchAll(/^param (\w+)/gm)].map(([, name]) => name)
      const given = [...(/params: \{([\s\S]*?)\n {2}\}/.exec(body)?.[1] ?? '').matchAll(/(\w+):/g)].map(
        ([, name]) => name,
      )
      expect(new Set(given), path).toEqual(new Set(declared))
    }
  })

  it('use every parameter and variable that they declare', () => {
    for (const [path, text] of bicep)
      for (const [, name = ''] of text.matchAll(/^(?:param|var) (\w+)/gm))
        expect(text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0, `${path}: ${name}`).toBeGreaterThan(1)
  })

  it('define every named value that the policies use, and no other', async () => {
    const policies = await Promise.all((await readdir(here('policies'))).map((name) => read(`policies/${name}`)))
    const used = new Set(policies.flatMap((text) => [...text.matchAll(/\{\{([\w-]+)\}\}/g)].map(([, name]) => name)))
    const secret = ['footnote-backend-url', 'footnote-answer-cache-key']
    for (const name of secret) expect(bicep.get('modules/named-values.bicep')).toContain(`name: '${name}'`)
    const defined = [...Object.keys(namedValuesOf(files['parameters.json'])), ...secret]
    expect(used).toEqual(new Set(defined))
  })

  it('define the backend, the logger, the shared parts and the operation that the policies name', () => {
    const text = [...bicep.values()].join('\n')
    const names = [
      'footnote',
      'footnote-audit',
      'ask',
      ...['identify', 'limit', 'problem', 'refuse', 'record', 'reply-headers'].map((name) => `footnote-${name}`),
    ]
    for (const name of names) expect(text).toContain(`name: '${name}'`)
  })

  it('log no bodies and no queries', () => {
    const api = bicep.get('modules/api.bicep') ?? ''
    expect([...api.matchAll(/bytes: (\d+)/g)].map(([, bytes]) => bytes)).toEqual(['0'])
    expect(api.match(/(?:request|response): without(?:Body|Query)/g)).toHaveLength(4)
    expect([...bicep.values()].join('\n')).not.toMatch(/largeLanguageModel|connectionString/)
  })
})

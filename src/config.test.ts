import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, Environment, HOSTABLE_ROLES, readConfig } from './config.ts'

/** The message of the error that these settings cause. */
function complaintOf(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('the settings were accepted')
}

describe('the settings', () => {
  it('are complete without any', () => {
    expect(readConfig({})).toMatchObject({
      roles: HOSTABLE_ROLES,
      home: resolve('.footnote'),
      host: '127.0.0.1',
      port: 3000,
      chat: undefined,
      loadSamples: true,
      limits: {
        userRequestsPerMinute: 60,
        tenantRequestsPerMinute: 600,
        answerCacheLifetimeInMs: 900_000,
        sessionLifetimeInMs: 86_400_000,
        maximumUploadBytes: 104_857_600,
      },
    })
  })

  it('that are empty count as not set, all of them', () => {
    for (const empty of ['', ' ', '\t'])
      expect(readConfig(Object.fromEntries(Object.keys(Environment.shape).map((key) => [key, empty])))).toEqual(
        readConfig({}),
      )
  })

  it('copy checkpoints of the audit into a folder, or into a container of the same or another storage account', () => {
    const named = { FOOTNOTE_AUDIT_COPIES_CONTAINER: 'audit' }
    const account = { FOOTNOTE_BLOBS_CONNECTION_STRING: 'UseDevelopmentStorage=true' }
    expect(readConfig({}).auditContainer).toBeNull()
    expect(readConfig({ ...named, ...account }).auditContainer).toEqual({
      connectionString: 'UseDevelopmentStorage=true',
      container: 'audit',
    })
    const elsewhere = { FOOTNOTE_AUDIT_COPIES_CONTAINER: 'https://other.blob.core.windows.net/audit' }
    expect(readConfig({ ...elsewhere, ...account }).auditContainer).toEqual({
      address: 'https://other.blob.core.windows.net',
      container: 'audit',
    })
    expect(complaintOf(named)).toContain('FOOTNOTE_BLOBS_CONNECTION_STRING')
    expect(complaintOf({ ...elsewhere, FOOTNOTE_AUDIT_COPIES_FOLDER: 'x' })).toContain('not both')
    expect(complaintOf({ FOOTNOTE_AUDIT_COPIES_CONTAINER: 'https://x.net/audit?sig=1' })).toContain('its address')
  })

  it('keep the search index in a folder, in a storage account, or in Azure AI Search', () => {
    expect(readConfig({ FOOTNOTE_INDEX_FOLDER: 'x' })).toMatchObject({ indexFolder: resolve('x'), azureIndex: null })
    const uri = 'az://indexes/footnote'
    const account = 'https://account.blob.core.windows.net'
    expect(readConfig({ FOOTNOTE_INDEX_FOLDER: uri, FOOTNOTE_BLOBS_ACCOUNT_URL: account })).toMatchObject({
      indexFolder: undefined,
      azureIndex: { uri, address: account },
    })
    expect(complaintOf({ FOOTNOTE_INDEX_FOLDER: uri })).toContain('FOOTNOTE_BLOBS_CONNECTION_STRING')
    expect(complaintOf({ FOOTNOTE_SEARCH_API_KEY: 'secret' })).toContain('FOOTNOTE_SEARCH_ENDPOINT')
    expect(readConfig({ FOOTNOTE_SEARCH_ENDPOINT: 'https://name.search.windows.net/' }).azureSearch).toEqual({
      endpoint: 'https://name.search.windows.net',
      apiKey: undefined,
      prefix: 'footnote',
      language: null,
      semanticRanker: false,
    })
  })

  it('are read with their units', () => {
    const config = readConfig({
      ROLES: 'gateway, auth',
      FOOTNOTE_PORT: '0',
      FOOTNOTE_PUBLIC_URL: 'https://footnote.example.org/',
      FOOTNOTE_ANSWER_CACHE_MINUTES: '0',
      FOOTNOTE_SESSION_HOURS: '2',
      FOOTNOTE_MAX_UPLOAD_MB: '3',
      FOOTNOTE_WEB: 'off',
      FOOTNOTE_RETRIEVAL_URL: 'http://127.0.0.1:4000/',
      FOOTNOTE_CHAT_BASE_URL: 'http://127.0.0.1:11434/v1',
      FOOTNOTE_CHAT_MODEL: 'a-model',
    })
    expect(config).toMatchObject({
      roles: ['gateway', 'auth'],
      port: 0,
      publicUrl: 'https://footnote.example.org',
      serveWeb: false,
      peers: { retrieval: 'http://127.0.0.1:4000' },
      limits: { answerCacheLifetimeInMs: 0, sessionLifetimeInMs: 7_200_000, maximumUploadBytes: 3_145_728 },
      chat: { baseUrl: 'http://127.0.0.1:11434/v1', model: 'a-model', contextWindowTokens: 8_192 },
    })
  })

  it('ignore what belongs to other programs', () => {
    expect(readConfig({ PATH: '/bin', HOME: '/root' })).toEqual(readConfig({}))
  })
})

describe('settings that cannot be used', () => {
  const BAD: Record<string, string> = {
    ROLES: 'gateway,hunter2',
    FOOTNOTE_PORT: 'hunter2',
    FOOTNOTE_PUBLIC_URL: 'hunter2',
    FOOTNOTE_LOG_LEVEL: 'hunter2',
    FOOTNOTE_SAMPLES: 'hunter2',
    FOOTNOTE_TENANT: 'hunter2 is no name',
    FOOTNOTE_DATABASE_URL: 'mysql://root:hunter2@db/x',
    FOOTNOTE_INTERNAL_SECRET: 'hunter2',
    FOOTNOTE_AUTH_URL: 'ftp://hunter2',
    FOOTNOTE_REQUESTS_PER_MINUTE: '0',
    FOOTNOTE_MAX_UPLOAD_MB: '1.5',
    FOOTNOTE_CHAT_BASE_URL: 'http://127.0.0.1:11434/v1',
    FOOTNOTE_CHAT_API_KEY: 'hunter2',
  }

  it('say where people sign in when the gateway is another process', () => {
    const env = { ROLES: 'auth' }
    expect(complaintOf(env)).toContain('FOOTNOTE_PUBLIC_URL: name the address of the gateway')
    expect(readConfig({ ...env, FOOTNOTE_PUBLIC_URL: 'http://127.0.0.1:3000' }).roles).toEqual(['auth'])
    expect(readConfig({ ...env, FOOTNOTE_LOCAL_SIGN_IN: 'off' }).roles).toEqual(['auth'])
  })

  it('are named all at once, one line each, and never with their value', () => {
    const complaint = complaintOf(BAD)
    const named = complaint
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(':')[0])
    const { FOOTNOTE_CHAT_BASE_URL: _good, FOOTNOTE_CHAT_API_KEY: _secret, ...bad } = BAD
    expect(new Set(named)).toEqual(new Set([...Object.keys(bad), 'FOOTNOTE_CHAT_MODEL']))
    expect(named).toHaveLength(new Set(named).size)
    expect(complaint).not.toContain('hunter2')
    expect(complaint).toContain('docs/configuration.md')
  })

  it('are each refused alone as well', () => {
    for (const [key, value] of Object.entries(BAD)) {
      if (key.startsWith('FOOTNOTE_CHAT')) continue
      expect(complaintOf({ [key]: value })).toContain(`  ${key}: `)
    }
  })

  it('say which model is missing when only the server of the model is named', () => {
    expect(complaintOf({ FOOTNOTE_CHAT_BASE_URL: 'http://127.0.0.1:1/v1' })).toContain('  FOOTNOTE_CHAT_MODEL: ')
  })
})

describe('the chat model that stands in for the first', () => {
  const chat = {
    FOOTNOTE_CHAT_BASE_URL: 'https://one.example.org/v1',
    FOOTNOTE_CHAT_MODEL: 'large',
    FOOTNOTE_CHAT_API_KEY: 'key-one',
    FOOTNOTE_CHAT_FALLBACK_MODEL: 'small',
  }

  it('is at the same server with the same key unless told otherwise', () => {
    expect(readConfig(chat).chat?.fallback).toMatchObject({
      baseUrl: 'https://one.example.org/v1',
      model: 'small',
      apiKey: 'key-one',
    })
    expect(readConfig({ ...chat, FOOTNOTE_CHAT_FALLBACK_MODEL: undefined }).chat?.fallback).toBeUndefined()
  })

  it('is never sent the key of the first one when it is elsewhere', () => {
    const elsewhere = { ...chat, FOOTNOTE_CHAT_FALLBACK_BASE_URL: 'https://two.example.org/v1' }
    expect(readConfig(elsewhere).chat?.fallback).toMatchObject({
      baseUrl: 'https://two.example.org/v1',
      apiKey: undefined,
    })
  })

  it('needs a first one to stand in for', () => {
    expect(complaintOf({ FOOTNOTE_CHAT_FALLBACK_MODEL: 'small' })).toContain('  FOOTNOTE_CHAT_BASE_URL: ')
  })
})

describe('embedding and re-ranking models', () => {
  const server = { FOOTNOTE_EMBEDDING_BASE_URL: 'http://127.0.0.1:1/v1', FOOTNOTE_EMBEDDING_MODEL: 'a-model' }

  it('are none unless they are configured', () => {
    expect(readConfig({})).toMatchObject({ embedding: null, reranker: null })
  })

  it('come from a folder or from a server', () => {
    const { embedding } = readConfig({ FOOTNOTE_EMBEDDING_MODEL_FOLDER: '/models/small' })
    expect(embedding).toEqual({ type: 'onnx', folder: '/models/small' })
    const ofServer = { type: 'server', baseUrl: 'http://127.0.0.1:1/v1', model: 'a-model', apiKey: undefined }
    expect(readConfig({ ...server, FOOTNOTE_EMBEDDING_DIMENSIONS: '256' }).embedding).toEqual({
      ...ofServer,
      dimensions: 256,
    })
    const reranking = { FOOTNOTE_RERANKER_URL: 'http://127.0.0.1:1/v1', FOOTNOTE_RERANKER_MODEL: 'a-model' }
    expect(readConfig(reranking).reranker).toEqual(ofServer)
  })

  it.each([
    [{ ...server, FOOTNOTE_EMBEDDING_MODEL_FOLDER: '/models/small' }, 'FOOTNOTE_EMBEDDING_MODEL_FOLDER'],
    [{ FOOTNOTE_EMBEDDING_API_KEY: 'hunter2' }, 'FOOTNOTE_EMBEDDING_BASE_URL'],
    [{ FOOTNOTE_RERANKER_URL: 'http://127.0.0.1:1/v1' }, 'FOOTNOTE_RERANKER_MODEL'],
  ])('are refused when they contradict each other or are named by half', (environment, key) => {
    expect(() => readConfig(environment)).toThrow(`  ${key}: `)
  })
})

describe('addresses of providers', () => {
  const complaintOf = (environment: Record<string, string>): string => {
    try {
      readConfig(environment)
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }

  it.each(['FOOTNOTE_ENTRA_AUTHORITY', 'FOOTNOTE_ENTRA_GRAPH_URL', 'FOOTNOTE_OIDC_ISSUER'])(
    '%s need https, except on this machine',
    (key) => {
      const others = key === 'FOOTNOTE_OIDC_ISSUER' ? { FOOTNOTE_OIDC_AUDIENCE: 'footnote' } : {}
      for (const bad of [
        'http://login.example.org',
        'http://127.0.0.1.example.org',
        'http://10.0.0.1',
        'ftp://127.0.0.1',
      ])
        expect(complaintOf({ [key]: bad, ...others })).toContain(`  ${key}: `)
      expect(complaintOf({ [key]: 'http://login.example.org', ...others })).toContain('must begin with https://')
      for (const good of [
        'https://login.example.org',
        'http://127.0.0.1:8080',
        'http://[::1]:8080',
        'http://localhost',
      ])
        expect(complaintOf({ [key]: good, ...others })).toBe('')
    },
  )

  it('of an issuer stay as they are, because tokens name them letter by letter', () => {
    const settings = { FOOTNOTE_OIDC_ISSUER: 'https://people.example.org/', FOOTNOTE_OIDC_AUDIENCE: 'footnote' }
    expect(readConfig(settings).identity.oidc?.issuer).toBe('https://people.example.org/')
  })

  it('are not half of what is needed', () => {
    const id = '7d1c5f1e-0a0b-4c4d-8e8f-000000000001'
    for (const [given, missing] of [
      ['FOOTNOTE_ENTRA_TENANTS', 'FOOTNOTE_ENTRA_API_CLIENT_ID'],
      ['FOOTNOTE_ENTRA_API_CLIENT_ID', 'FOOTNOTE_ENTRA_TENANTS'],
      ['FOOTNOTE_ENTRA_CLIENT_ID', 'FOOTNOTE_ENTRA_TENANTS'],
      ['FOOTNOTE_ENTRA_CLIENT_SECRET', 'FOOTNOTE_ENTRA_CLIENT_ID'],
      ['FOOTNOTE_OIDC_AUDIENCE', 'FOOTNOTE_OIDC_ISSUER'],
      ['FOOTNOTE_OIDC_CLIENT_SECRET', 'FOOTNOTE_OIDC_CLIENT_ID'],
    ] as const)
      expect(complaintOf({ [given]: id })).toContain(`  ${missing}: `)
  })
})

it('every setting has a sentence that says what it means', () => {
  for (const [key, setting] of Object.entries(Environment.shape))
    expect(setting.meta()?.description ?? setting.description, key).toMatch(/\.$/)
})

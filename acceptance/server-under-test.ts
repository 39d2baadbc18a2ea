import { randomBytes } from 'node:crypto'
import { vi } from 'vitest'
import { type Client, createClient } from './client.ts'
import { type RunningFootnote, type Settings, startFootnote, type TokenWishes } from './start-footnote.ts'

/** The server that the suite is pointed at, or null when each test file starts one of its own. */
const EXTERNAL_URL = process.env['FOOTNOTE_ACCEPTANCE_URL']?.replace(/\/$/, '')
const EXTERNAL_TOKEN = process.env['FOOTNOTE_ACCEPTANCE_TOKEN']

/** True when the server is somebody else's: only its one token is known, and its limits hold. */
export const isExternal = EXTERNAL_URL !== undefined && EXTERNAL_TOKEN !== undefined

/** A foreign server's limits per minute make a test wait for up to a minute at a time. */
if (isExternal) vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

export interface ServerUnderTest extends AsyncDisposable {
  readonly baseUrl: string
  readonly admin: Client
  /** The token of `admin`, for programs that bring their own client. */
  readonly token: string
  readonly stranger: Client
  /** The process of the server; only when the suite started it. */
  readonly own: RunningFootnote
  /** A client with a token of its own; only when the suite started the server. */
  readonly clientFor: (wishes: TokenWishes) => Promise<Client>
}

/** Limits high enough that only the tests about limits meet them. */
export const ROOMY: Settings = { FOOTNOTE_REQUESTS_PER_MINUTE: '10000', FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: '100000' }

/** The server named by FOOTNOTE_ACCEPTANCE_URL and FOOTNOTE_ACCEPTANCE_TOKEN, or a new one in an empty home. */
export async function openServer(settings: Settings = {}): Promise<ServerUnderTest> {
  if (EXTERNAL_URL !== undefined && EXTERNAL_TOKEN !== undefined) return externalServer(EXTERNAL_URL, EXTERNAL_TOKEN)
  const own = await startFootnote({ ...ROOMY, ...settings })
  const token = await own.token()
  return {
    baseUrl: own.baseUrl,
    admin: createClient(own.baseUrl, token),
    token,
    stranger: createClient(own.baseUrl, null),
    own,
    clientFor: async (wishes) => createClient(own.baseUrl, await own.token(wishes)),
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
  }
}

function externalServer(baseUrl: string, token: string): ServerUnderTest {
  return {
    baseUrl,
    admin: createClient(baseUrl, token),
    token,
    stranger: createClient(baseUrl, null),
    get own(): RunningFootnote {
      throw new Error('the server was not started by the suite')
    },
    clientFor: () => Promise.reject(new Error('only the token of FOOTNOTE_ACCEPTANCE_TOKEN is known')),
    [Symbol.asyncDispose]: async () => undefined,
  }
}

/** A word that no document of any library holds, so that what a test finds is what it added. */
export function newWord(): string {
  const letters = Array.from(randomBytes(10), (byte) => 'bdfgklmnprstvz'[byte % 14])
  return letters.map((letter, i) => (i % 2 === 0 ? letter : `${letter}${'aeiou'[i % 5]}`)).join('')
}

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { type Browser, startBrowser } from '../../acceptance/browser.ts'
import { ensureFirstAdministrator } from '../auth/first-administrator.ts'
import { DATABASE_TEMPLATE } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import { systemClock } from '../contracts/call-context.ts'
import { createAnalysers } from '../language/analyser.ts'
import type { Database } from '../platform/database/database.ts'
import { countQuestions } from '../platform/http/questions-in-flight.ts'
import { openPlatform } from '../platform/open-platform.ts'
import { openTelemetry } from '../platform/telemetry/pino-prometheus.ts'
import { hostAuth } from '../roles/host-auth.ts'
import { hostGateway } from '../roles/host-gateway.ts'
import type { Wiring } from '../roles/wiring.ts'
import { openTestServer } from './open-test-server.ts'

export interface TestSignIn extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly config: Config
  readonly database: Database
  /** The address that people use. */
  readonly baseUrl: string
  /** A new sign-in link for the first administrator. */
  readonly newLink: () => Promise<string>
  readonly newBrowser: () => Browser
  /** Send a request to this server, whatever its public address. */
  readonly send: (address: string, init?: RequestInit) => Promise<Response>
}

/** Limits high enough that only the tests about limits meet them: all callers have one address and one name. */
const ROOMY = { FOOTNOTE_REQUESTS_PER_MINUTE: '10000', FOOTNOTE_FAILED_SIGN_INS_PER_MINUTE: '10000' }

/** The gateway and the auth role with everything real behind them, in an empty home and without the rest of the program. */
export async function openTestSignIn(settings: Readonly<Record<string, string>> = {}): Promise<TestSignIn> {
  const home = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'footnote-sign-in-'))
  const config = readConfig({ FOOTNOTE_HOME: home, ROLES: 'gateway,auth', FOOTNOTE_WEB: 'off', ...ROOMY, ...settings })
  const telemetry = openTelemetry({ level: 'silent' })
  const analysers = createAnalysers()
  const platform = openPlatform(config, { telemetry, analysers, databaseTemplate: DATABASE_TEMPLATE })
  const { app, tokens } = await openTestServer({ roles: config.roles })
  const shared = { config, analysers, platform, tokens, app, clock: systemClock }
  const wiring: Wiring = {
    ...shared,
    questions: countQuestions(app),
    generation: 'test',
    modelCheck: async () => 'same',
    checks: [],
    closing: [],
  }
  const hosted = await hostAuth(wiring)
  await hostGateway(wiring, hosted.auth, () => {
    throw new Error('these tests ask no questions')
  })
  await hosted.addRoutes()
  const listening = await app.listen({ host: '127.0.0.1', port: 0 })
  const database = await platform.database()
  await ensureFirstAdministrator(database, config.tenantId)
  const baseUrl = config.publicUrl ?? listening
  const send = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(address, baseUrl)
    const headers = { host: url.host, ...Object.fromEntries(new Headers(init.headers)) }
    const body = init.body instanceof URLSearchParams ? init.body.toString() : init.body
    const isForm = init.body instanceof URLSearchParams
    const reply = await app.inject({
      method: (init.method ?? 'GET') as 'GET',
      url: `${url.pathname}${url.search}`,
      headers: { ...(isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
      ...(typeof body === 'string' ? { payload: body } : {}),
    })
    const kept = Object.entries(reply.headers).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, String(one)]),
    )
    const empty = [204, 304].includes(reply.statusCode)
    return new Response(empty ? null : reply.body, { status: reply.statusCode, headers: kept })
  }
  return {
    app,
    config,
    database,
    baseUrl,
    send,
    newLink: async () => {
      if (hosted.createSignInLink === null) throw new Error('nobody signs in by link here')
      return hosted.createSignInLink(baseUrl)
    },
    newBrowser: () => startBrowser(baseUrl, (url, init) => send(url.href, init)),
    [Symbol.asyncDispose]: async () => {
      await app.close()
      await platform[Symbol.asyncDispose]()
      await rm(home, { recursive: true, force: true })
    },
  }
}

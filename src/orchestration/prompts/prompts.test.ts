import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '../../contracts/principal.ts'
import type { PromptDiff, PromptPage, PromptVersion } from '../../contracts/prompts.ts'
import { countTokens } from '../../language/count-tokens.ts'
import type { Database } from '../../platform/database/database.ts'
import { openPostgresDatabase } from '../../platform/database/postgres.ts'
import { tenants } from '../../platform/database/schema.ts'
import { users } from '../../platform/database/sign-in-schema.ts'
import { contextFor, createManualClock } from '../../testing/call-contexts.ts'
import { openTestDatabase } from '../../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { startPostgresServer } from '../../testing/postgres-server.ts'
import { activatePrompt, rollBackPrompt } from './activate-prompt.ts'
import { createActiveWording } from './active-wording.ts'
import { DEFAULT_WORDING } from './default-wording.ts'
import { promptRoutes } from './prompt-routes.ts'
import { draftPrompt } from './review-prompts.ts'

const LIMITS = {
  models: [{ mode: 'model', name: 'm', contextWindowTokens: 8_192, countTokens }],
  answerTokens: 1_024,
  gate: async () => null,
} as const
const ENGINES: readonly [string, () => Promise<Database>][] = [
  ['PGlite', openTestDatabase],
  ['PostgreSQL', openOnServer],
]

/** A database on a server of its own, which ends with it. */
async function openOnServer(): Promise<Database> {
  const server = await startPostgresServer()
  const database = openPostgresDatabase(server.url)
  await database.migrate()
  const close = async () => {
    await database[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  }
  return { ...database, [Symbol.asyncDispose]: close }
}

describe.each(ENGINES)('versions of the wording on %s', (_, openDatabase) => {
  const clock = createManualClock()
  let database: Database
  let server: TestServer
  let made = 0
  beforeAll(async () => {
    database = await openDatabase()
    server = await openTestServer({ roles: ['orchestration'], clock })
    await server.app.register(promptRoutes({ database, ...LIMITS }))
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  /** A tenant with these administrators, and how they call the routes. */
  async function open(...administrators: string[]) {
    const tenant_id = `prompts-${++made}`
    await database.system.insert(tenants).values({ id: tenant_id, name: tenant_id })
    for (const objectId of administrators)
      await database.system
        .insert(users)
        .values({ tenantId: tenant_id, objectId, displayName: objectId, roles: ['Admin'] })
    const call = async (by: Partial<Principal>, method: 'GET' | 'POST', path: string, payload?: object) => {
      const headers = await server.headersOf(contextFor({ tenant_id, roles: ['Admin'], ...by }))
      return server.app.inject({ method, url: `/api/admin/prompts${path}`, headers, ...(payload && { payload }) })
    }
    const as = (object_id: string) => ({
      get: async <T = PromptVersion>(path: string) => (await call({ object_id }, 'GET', path)).json<T>(),
      post: (path: string, payload?: object) => call({ object_id }, 'POST', path, payload),
    })
    const wording = () => createActiveWording(database)(tenant_id)
    const epoch = async () => {
      const [row] = await database.system.select().from(tenants).where(eq(tenants.id, tenant_id))
      return row?.libraryEpoch
    }
    /** Drafts of Anna that Bert reviewed. */
    const reviewed = async (...texts: string[]) => {
      for (const text of texts) {
        const { version } = (await as('anna').post('', { text })).json<PromptVersion>()
        expect((await as('bert').post(`/${version}/review`)).statusCode).toBe(200)
      }
    }
    return { tenant_id, call, as, wording, epoch, reviewed }
  }

  it('begin with the default, which is active, shown and cannot be reviewed', async () => {
    const { as, wording } = await open('anna')
    const page = await as('anna').get<PromptPage>('')
    expect(page).toMatchObject({ active: 0, prompts: [{ version: 0, state: 'active', created_by: null }] })
    expect(await as('anna').get('/0')).toMatchObject({ text: DEFAULT_WORDING.text, activated_by: null })
    expect(await wording()).toEqual(DEFAULT_WORDING)
    expect((await as('anna').post('/0/review')).statusCode).toBe(409)
    expect((await as('anna').post('/rollback')).statusCode).toBe(409)
  })

  it('go from draft over review to active, each step with who and when', async () => {
    const { as, wording } = await open('anna', 'bert')
    const draft = await as('anna').post('', { text: ' Be brief.\r\nBe kind. ', note: 'shorter' })
    expect(draft.statusCode).toBe(201)
    expect(draft.json()).toMatchObject({ version: 1, state: 'draft', text: 'Be brief.\nBe kind.', note: 'shorter' })
    expect((await as('anna').post('/1/activate')).json()).toMatchObject({ code: 'not-allowed-now' })
    const own = await as('anna').post('/1/review')
    expect(own.json()).toMatchObject({
      code: 'not-allowed-now',
      detail: expect.stringContaining('another administrator'),
    })
    const review = await as('bert').post('/1/review')
    expect(review.json()).toMatchObject({ state: 'reviewed', reviewed_by: 'bert', self_reviewed: false })
    expect((await as('bert').post('/1/review')).statusCode).toBe(409)
    expect(await wording()).toEqual(DEFAULT_WORDING)
    const active = await as('anna').post('/1/activate')
    expect(active.json()).toMatchObject({
      state: 'active',
      activated_by: 'anna',
      activated_at: new Date(clock.now()).toISOString(),
    })
    expect(await wording()).toEqual({ version: 1, text: 'Be brief.\nBe kind.' })
    expect((await as('bert').get('/0')).state).toBe('retired')
  })

  it('may be reviewed by their author where there is no other administrator, and say so', async () => {
    const { as, tenant_id } = await open('anna')
    const gone = {
      tenantId: tenant_id,
      objectId: 'bert',
      displayName: 'Bert',
      roles: ['Admin'],
      disabledAt: new Date(),
    }
    const reader = { tenantId: tenant_id, objectId: 'cleo', displayName: 'Cleo', roles: ['Reader'] }
    await database.system.insert(users).values([gone, reader])
    await as('anna').post('', { text: 'Be brief.' })
    expect((await as('anna').post('/1/review')).json()).toMatchObject({ self_reviewed: true, reviewed_by: 'anna' })
  })

  it('are neither written nor reviewed by applications', async () => {
    const { call } = await open('anna', 'bert')
    const key = { object_id: 'key', kind: 'application' } as const
    await call({ object_id: 'anna' }, 'POST', '', { text: 'Be brief.' })
    for (const [path, body] of [['', { text: 'Be long.' }] as const, ['/1/review', {}] as const])
      expect((await call(key, 'POST', path, body)).json()).toMatchObject({ code: 'not-allowed-now' })
  })

  it('roll back step by step to the default, whatever was activated in between', async () => {
    const { as, wording, reviewed } = await open('anna', 'bert')
    await reviewed('One.', 'Two.')
    for (const version of [1, 2, 0]) await as('anna').post(`/${version}/activate`)
    const back: number[] = []
    for (let n = 0; n < 3; n++) {
      expect((await as('bert').post('/rollback')).statusCode).toBe(200)
      back.push((await wording()).version)
    }
    expect(back).toEqual([2, 1, 0])
    expect((await as('bert').post('/rollback')).json()).toMatchObject({ code: 'not-allowed-now' })
    await as('anna').post('/2/activate')
    await as('bert').post('/rollback')
    expect((await wording()).version).toBe(0)
    expect((await as('anna').get('/1')).state).toBe('retired')
  })

  it('outdate cached answers with every switch, and with nothing else', async () => {
    const { as, epoch, reviewed } = await open('anna', 'bert')
    await reviewed('One.')
    expect(await epoch()).toBe(1)
    await as('anna').post('/1/activate')
    expect(await epoch()).toBe(2)
    await as('anna').post('/1/activate')
    expect(await epoch()).toBe(2)
    await as('anna').post('/rollback')
    expect(await epoch()).toBe(3)
  })

  it('show how two of them differ, or how one differs from the active one', async () => {
    const { as } = await open('anna')
    await as('anna').post('', { text: 'Be brief.\nBe kind.' })
    await as('anna').post('', { text: 'Be brief.\nBe strict.' })
    expect(await as('anna').get<PromptDiff>('/2/diff?against=1')).toEqual({
      from: 1,
      to: 2,
      lines: ['--- version 1', '+++ version 2', '@@ -1,2 +1,2 @@', ' Be brief.', '-Be kind.', '+Be strict.'],
    })
    expect(await as('anna').get<PromptDiff>('/1/diff')).toMatchObject({ from: 0, to: 1 })
    expect(await as('anna').get<PromptDiff>('/2/diff?against=2')).toMatchObject({ lines: [] })
    expect(await as('anna').get('/3/diff')).toMatchObject({ code: 'not-found' })
  })

  it('are listed page by page, down to the default', async () => {
    const { as } = await open('anna')
    for (const text of ['One.', 'Two.', 'Three.']) await as('anna').post('', { text })
    const seen: number[][] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: PromptPage = await as('anna').get(`?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(page.prompts.map(({ version }) => version))
      cursor = page.next_cursor
    }
    expect(seen).toEqual([
      [3, 2],
      [1, 0],
    ])
  })

  it('are refused with what to change', async () => {
    const { as } = await open('anna')
    const { code, detail } = (await as('anna').post('', { text: 'In {language}.' })).json<{
      code: string
      detail: string
    }>()
    expect([code, detail]).toEqual(['invalid-request', expect.stringContaining('no placeholder {language}')])
    expect((await as('anna').post('', { text: 'x'.repeat(4_001) })).statusCode).toBe(400)
    expect((await as('anna').get<PromptPage>('')).prompts).toHaveLength(1)
  })

  it('are a matter of administrators, and of their own organisation', async () => {
    const [one, other] = [await open('anna', 'bert'), await open('anna', 'bert')]
    await one.reviewed('One.')
    await one.as('anna').post('/1/activate')
    expect(await other.as('anna').get('/1')).toMatchObject({ code: 'not-found' })
    expect((await other.as('anna').post('/1/activate')).statusCode).toBe(404)
    expect(await other.wording()).toEqual(DEFAULT_WORDING)
    const writer = { object_id: 'cleo', roles: ['Contributor' as const] }
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/1'],
      ['GET', '/1/diff'],
      ['POST', '/1/activate'],
      ['POST', '/rollback'],
    ] as const)
      expect((await one.call(writer, method, path)).json(), path).toMatchObject({ code: 'role-missing' })
  })

  it('get numbers of their own and one place each in the order when many come at once', async () => {
    const { tenant_id, wording, epoch } = await open('anna')
    const context = contextFor({ tenant_id, object_id: 'anna', roles: ['Admin'] }, { clock })
    const dependencies = { database, ...LIMITS }
    const drafts = Array.from({ length: 8 }, (_, n) =>
      draftPrompt(dependencies, { text: `Text ${n}.`, note: '' }, context),
    )
    expect((await Promise.all(drafts)).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    const review = { object_id: 'bert' }
    for (const version of [1, 2])
      await server.app.inject({
        method: 'POST',
        url: `/api/admin/prompts/${version}/review`,
        headers: await server.headersOf(contextFor({ tenant_id, roles: ['Admin'], ...review })),
      })
    await Promise.all([1, 2, 1, 2].map((version) => activatePrompt(dependencies, { number: version }, context)))
    const switches = ((await epoch()) ?? 0) - 1
    expect([1, 2]).toContain((await wording()).version)
    for (let n = 0; n < switches; n++) await rollBackPrompt(database, context)
    expect((await wording()).version).toBe(0)
  })
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, startBrowser } from './browser.ts'
import { type Client, createClient } from './client.ts'
import {
  API_CLIENT,
  type EntraLikeProvider,
  type EntraPerson,
  OTHER_TENANT,
  SCRIPT_CLIENT,
  SCRIPT_SECRET,
  SECOND_TENANT,
  startEntraLikeProvider,
  TENANT,
  WEB_CLIENT,
  WEB_SECRET,
} from './entra-like-provider.ts'
import { isExternal, newWord, ROOMY } from './server-under-test.ts'
import { headingOf } from './sign-in.ts'
import { freePort, type RunningFootnote, type Settings, startFootnote } from './start-footnote.ts'
import type { Problem } from './wire.ts'

interface Session {
  readonly tenant_id: string
  readonly object_id: string
  readonly display_name: string
  readonly kind: string
  readonly roles: readonly string[]
  readonly role_origins: Readonly<Record<string, string>>
  readonly group_ids: readonly string[]
  readonly groups_from: string | null
}

const STAFF = '44444444-0000-4000-8000-000000000001'
const LIBRARIANS = '44444444-0000-4000-8000-000000000002'

let entra: EntraLikeProvider
let server: RunningFootnote

function newPerson(given: Partial<EntraPerson> = {}): EntraPerson {
  return { oid: randomUUID(), tid: TENANT, name: 'Ada', roles: ['Footnote.Reader'], groups: [STAFF], ...given }
}

/** The settings that docs/connect-entra-id.md names. */
function settingsFor(
  { authority, graphUrl }: EntraLikeProvider,
  publicUrl: string,
  tenants: readonly string[],
): Settings {
  return {
    ...ROOMY,
    FOOTNOTE_PORT: new URL(publicUrl).port,
    FOOTNOTE_PUBLIC_URL: publicUrl,
    FOOTNOTE_ENTRA_TENANTS: tenants.join(','),
    FOOTNOTE_ENTRA_API_CLIENT_ID: API_CLIENT,
    FOOTNOTE_ENTRA_API_APP_ID_URI: `api://${API_CLIENT}`,
    FOOTNOTE_ENTRA_CLIENT_ID: WEB_CLIENT,
    FOOTNOTE_ENTRA_CLIENT_SECRET: WEB_SECRET,
    FOOTNOTE_ENTRA_AUTHORITY: authority,
    FOOTNOTE_ENTRA_GRAPH_URL: graphUrl,
    FOOTNOTE_ROLE_MAP: `group:${LIBRARIANS}=Contributor`,
    FOOTNOTE_LOCAL_SIGN_IN: 'off',
  }
}

async function startBoth(tenants: readonly string[], more: Settings = {}) {
  const publicUrl = `http://127.0.0.1:${await freePort()}`
  const provider = await startEntraLikeProvider({ redirectUri: `${publicUrl}/auth/callback` })
  const footnote = await startFootnote({ ...settingsFor(provider, publicUrl, tenants), ...more })
  return { provider, footnote }
}

/** What a page of ours sends with the cookie of a browser. */
function asPage(browser: Browser): Client {
  const client = createClient(server.baseUrl, null)
  const headers = () => ({ cookie: browser.cookies('/api/session'), 'x-footnote': '1' })
  return {
    ...client,
    send: (path, request = {}) => client.send(path, { ...request, headers: { ...request.headers, ...headers() } }),
  }
}

async function signIn(person: EntraPerson, base = server.baseUrl) {
  entra.person = person
  const browser = startBrowser(base)
  const page = await browser.open('/auth/login?return_to=/library')
  return { browser, page, client: asPage(browser) }
}

async function sessionOf(client: Client) {
  const { status, body } = await client.send<Session & Problem>('/api/session')
  return { ...body, status }
}

describe.skipIf(isExternal)('with Entra ID', () => {
  beforeAll(async () => {
    const started = await startBoth([TENANT, SECOND_TENANT])
    entra = started.provider
    server = started.footnote
  })
  beforeEach(() => {
    entra.isDown = false
    entra.graphIsDown = false
    entra.tokenLifetimeInSeconds = 3_600
    entra.refusesRefresh = null
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await entra[Symbol.asyncDispose]()
  })

  describe('a person', () => {
    it('signs in with a browser and sees where each role came from', async () => {
      const person = newPerson({ roles: ['Footnote.Reader', 'Somebody.Else'], groups: [STAFF, LIBRARIANS] })
      const { page, client } = await signIn(person)
      expect([page.status, headingOf(page)]).toEqual([200, 'You are signed in'])
      expect(page.text).toContain('url=/library')
      expect(page.way.map((address) => new URL(address).pathname)).toEqual([
        '/auth/login',
        '/organizations/oauth2/v2.0/authorize',
        '/auth/callback',
      ])
      expect(await sessionOf(client)).toMatchObject({
        status: 200,
        tenant_id: TENANT,
        object_id: person.oid,
        display_name: 'Ada',
        kind: 'user',
        roles: ['Reader', 'Contributor'],
        role_origins: {
          Reader: 'the role "Footnote.Reader" of the provider',
          Contributor: `the group ${LIBRARIANS}`,
        },
        group_ids: [STAFF, LIBRARIANS],
        groups_from: 'token',
      })
    })

    it('adds a document for a group; who is in the group is answered from it, who is not is not', async () => {
      const word = newWord()
      const { client: author, browser } = await signIn(newPerson({ roles: ['Footnote.Contributor'] }))
      const form = new FormData()
      form.set('access', `group:${STAFF}`)
      form.append('file', new Blob([`The ${word} turbine turns 900 times a minute.`]), `${word}.txt`)
      const received = await author.send<{ documents: { id: string }[] }>('/api/documents', {
        method: 'POST',
        body: form,
      })
      expect(received.status).toBe(202)
      const [document] = received.body.documents
      const reader = createClient(server.baseUrl, await entra.tokenOf(newPerson()))
      expect((await reader.settled([document?.id ?? '']))[0]).toMatchObject({ state: 'ready' })
      const json = { query: `How often does the ${word} turbine turn?` }
      const { client: colleague } = await signIn(newPerson())
      const { client: stranger } = await signIn(newPerson({ groups: [randomUUID()] }))
      expect((await colleague.send('/api/ask', { method: 'POST', json })).text).toContain('900 times')
      expect((await stranger.send('/api/ask', { method: 'POST', json })).text).not.toContain('900 times')
      expect((await stranger.send(`/api/documents/${document?.id}`)).status).toBe(404)
      const denied = await colleague.send<Problem>('/api/documents', { method: 'POST', body: form })
      expect([denied.status, denied.body.code]).toEqual([403, 'role-missing'])
      expect(browser.cookies('/')).toContain('footnote_session=')
    })

    it('signs out here, and is told where to sign out at Microsoft', async () => {
      const { client } = await signIn(newPerson())
      const out = await client.send<{ end_session_url: string }>('/auth/logout', { method: 'POST' })
      const end = new URL(out.body.end_session_url)
      expect(`${end.origin}${end.pathname}`).toBe(`${entra.authority}/organizations/oauth2/v2.0/logout`)
      expect(end.searchParams.get('post_logout_redirect_uri')).toBe(`${server.baseUrl}/`)
      expect((await sessionOf(client)).status).toBe(401)
    })

    it('of another organisation is told what to do, and gets no session', async () => {
      const { page, browser } = await signIn(newPerson({ tid: OTHER_TENANT }))
      expect(page.status).toBe(401)
      expect(page.text).toContain('Your organisation is not set up here.')
      expect(page.text).toContain('href="/auth/login?account=choose"')
      expect(browser.cookies('/')).not.toContain('footnote_session=')
      // The link must not take the same account again.
      entra.person = newPerson()
      const again = await browser.open('/auth/login?account=choose')
      expect(new URL(again.way[1] ?? '').searchParams.get('prompt')).toBe('select_account')
      expect(headingOf(again)).toBe('You are signed in')
    })

    it('of the second organisation works in that one, and sees nothing of the first', async () => {
      const { client } = await signIn(newPerson({ tid: SECOND_TENANT }))
      expect(await sessionOf(client)).toMatchObject({ status: 200, tenant_id: SECOND_TENANT })
      const { body } = await client.send<{ documents: unknown[] }>('/api/documents')
      expect(body.documents).toEqual([])
    })

    it('without a role is told so by the page and by the API', async () => {
      const { page, client } = await signIn(newPerson({ roles: [] }))
      expect([page.status, headingOf(page)]).toEqual([403, 'You have no role here yet'])
      expect(await sessionOf(client)).toMatchObject({ status: 200, roles: [] })
      const refused = await client.send<Problem>('/api/ask', { method: 'POST', json: { query: 'May I ask?' } })
      expect([refused.status, refused.body.code]).toEqual([403, 'role-missing'])
    })

    it('whom Microsoft refuses reads why', async () => {
      entra.person = null
      const page = await startBrowser(server.baseUrl).open('/auth/login')
      expect([page.status, page.text]).toEqual([401, expect.stringContaining('AADSTS50105')])
    })

    it('whose role is taken away at Microsoft has it no more after the next refresh', async () => {
      // A token that is over at once makes every request a time to ask again.
      entra.tokenLifetimeInSeconds = 0
      const person = newPerson({ roles: ['Footnote.Contributor'] })
      const { client } = await signIn(person)
      expect(await sessionOf(client)).toMatchObject({ roles: ['Contributor'], group_ids: [STAFF] })
      person.roles = ['Footnote.Reader']
      person.groups = []
      expect(await sessionOf(client)).toMatchObject({ roles: ['Reader'], group_ids: [] })
      entra.refusesRefresh = 'invalid_grant'
      expect((await sessionOf(client)).status).toBe(401)
      entra.refusesRefresh = null
      expect((await sessionOf(client)).status).toBe(401)
    })

    it('stays signed in when the secret of this installation is over: that says nothing of the person', async () => {
      entra.tokenLifetimeInSeconds = 0
      const { client } = await signIn(newPerson())
      entra.refusesRefresh = 'invalid_client'
      expect((await sessionOf(client)).status).toBe(200)
      entra.refusesRefresh = null
      expect((await sessionOf(client)).status).toBe(200)
    })
  })

  describe('a program', () => {
    const clientWith = (token: string) => createClient(server.baseUrl, token)

    it('of a person asks with a token', async () => {
      const person = newPerson()
      const client = clientWith(await entra.tokenOf(person))
      expect(await sessionOf(client)).toMatchObject({
        status: 200,
        kind: 'user',
        object_id: person.oid,
        roles: ['Reader'],
      })
      expect((await client.ask('What is there to read?')).status).toBe(200)
    })

    it('without a person asks in its own name', async () => {
      const form = { client_id: SCRIPT_CLIENT, client_secret: SCRIPT_SECRET, scope: `api://${API_CLIENT}/.default` }
      const given = await fetch(`${entra.authority}/${TENANT}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
      })
      const { access_token } = (await given.json()) as { access_token: string }
      const client = clientWith(access_token)
      const session = await sessionOf(client)
      expect(session).toMatchObject({ status: 200, kind: 'application', roles: ['Reader', 'Contributor'] })
      expect((await client.ask('What is there to read?')).status).toBe(200)
      expect((await client.upload([{ name: 'a.txt', content: `Text ${newWord()}.` }])).status).toBe(202)
    })

    it.each([
      ['an ID token', () => entra.idTokenOf(newPerson())],
      ['a token of another organisation', () => entra.tokenOf(newPerson({ tid: OTHER_TENANT }))],
      ['a token for another permission', () => entra.tokenOf(newPerson(), { scp: 'User.Read' })],
      ['a token of an application that nobody gave a role', () => applicationWithout()],
    ])('is refused with %s, in the same words', async (_what, token) => {
      const { status, body } = await clientWith(await token()).send<Problem>('/api/session')
      expect([status, body.code, body.detail]).toEqual([
        401,
        'not-authenticated',
        'Send a valid bearer token or API key, for example from `npx footnote token`.',
      ])
    })

    it('is told when its token is over', async () => {
      entra.tokenLifetimeInSeconds = -90
      const { status, body } = await clientWith(await entra.tokenOf(newPerson())).send<Problem>('/api/session')
      expect([status, body.code]).toEqual([401, 'token-expired'])
    })
  })

  /** `idtyp` takes the place of the scope. */
  function applicationWithout(): Promise<string> {
    return entra.tokenOf(newPerson({ roles: [], groups: [] }), { scp: undefined, idtyp: 'app' })
  }

  describe('more groups than fit into a token', () => {
    const many = () => Array.from({ length: 250 }, () => randomUUID())

    it('are read from Microsoft Graph, page by page', async () => {
      const person = newPerson({ groups: [...many(), LIBRARIANS] })
      const { client } = await signIn(person)
      const session = await sessionOf(client)
      expect(session.groups_from).toBe('directory')
      expect([...session.group_ids].sort()).toEqual([...person.groups].sort())
      expect(session.roles).toEqual(['Reader', 'Contributor'])
    })

    it('make a sign-in and a token wait while Graph is down; nobody gets in with fewer rights', async () => {
      entra.graphIsDown = true
      const person = newPerson({ groups: many() })
      const { page, browser } = await signIn(person)
      expect([page.status, page.text]).toEqual([503, expect.stringContaining('Your groups cannot be read right now')])
      expect(browser.cookies('/')).not.toContain('footnote_session=')
      const client = createClient(server.baseUrl, await entra.tokenOf(person))
      const { status, body } = await client.send<Problem>('/api/session')
      expect([status, body.code]).toEqual([503, 'service-unavailable'])
      entra.graphIsDown = false
      expect((await sessionOf(client)).status).toBe(200)
    })
  })

  it('while it is down, who is signed in goes on; who wants to sign in reads that it is away', async () => {
    entra.tokenLifetimeInSeconds = 0
    const { client } = await signIn(newPerson())
    const browser = startBrowser(server.baseUrl, async (url, init) => {
      // The way to Microsoft works still when it gives the code, and not when the code is turned into tokens.
      if (url.pathname === '/auth/callback') entra.isDown = true
      return fetch(url, init)
    })
    const page = await browser.open('/auth/login')
    expect([page.status, page.text]).toEqual([503, expect.stringContaining('Microsoft cannot be reached right now')])
    expect((await sessionOf(client)).status).toBe(200)
    entra.isDown = false
    entra.tokenLifetimeInSeconds = 3_600
    expect((await sessionOf(client)).status).toBe(200)
    expect(headingOf((await signIn(newPerson())).page)).toBe('You are signed in')
  })

  it('keys that are changed in the middle are found; the old ones open nothing from then on', async () => {
    const before = createClient(server.baseUrl, await entra.tokenOf(newPerson()))
    expect((await sessionOf(before)).status).toBe(200)
    const { client } = await signIn(newPerson())
    await entra.rotateKeys()
    const after = createClient(server.baseUrl, await entra.tokenOf(newPerson()))
    expect((await sessionOf(after)).status).toBe(200)
    expect((await sessionOf(before)).status).toBe(401)
    // A session rests on what was proven when it began.
    expect((await sessionOf(client)).status).toBe(200)
  })

  it('doctor says whether Entra ID can be reached, and what to do', async () => {
    const look = async () => {
      const printed = await server.run(['doctor', '--json']).catch((error: { stdout: string }) => error.stdout)
      const { findings } = JSON.parse(printed) as { findings: { name: string; ok: boolean; detail: string }[] }
      return findings.filter(({ name }) => name === 'sign-in').map(({ ok, detail }) => ({ ok, detail }))
    }
    const tenants = [TENANT, SECOND_TENANT].map((tenant) => `${entra.authority}/${tenant}/v2.0`)
    const list = {
      ok: true,
      detail: `FOOTNOTE_ENTRA_TENANTS lists 2 tenants; the redirect address is ${server.baseUrl}/auth/callback`,
    }
    expect(await look()).toEqual([list, ...tenants.map((at) => ({ ok: true, detail: `${at} answers and has keys` }))])
    entra.isDown = true
    const reason = `${new URL(entra.authority).host} answered status 503`
    const remedy = 'check FOOTNOTE_ENTRA_TENANTS, and that this machine reaches that address.'
    expect(await look()).toEqual([
      list,
      ...tenants.map((at) => ({ ok: false, detail: `${at} cannot be used (${reason}); ${remedy}` })),
    ])
  })
})

/** A server that starts on an empty folder takes its time on a busy machine, in milliseconds. */
const STARTS_A_SERVER = 180_000

describe.skipIf(isExternal)('with Entra ID for one organisation, beside accounts kept here', () => {
  it(
    'people choose how to sign in, and Microsoft is asked for that organisation only',
    async () => {
      const { provider, footnote } = await startBoth([TENANT], { FOOTNOTE_LOCAL_SIGN_IN: 'on' })
      await using _provider = provider
      await using _footnote = footnote
      provider.person = newPerson()
      const browser = startBrowser(footnote.baseUrl)
      const page = await browser.open('/auth/login')
      const labels = [...page.text.matchAll(/<a class="button[^"]*" href="[^"]+">([^<]+)</g)].map(([, label]) => label)
      expect(labels).toEqual(['Sign in with Microsoft', 'Sign in with e-mail address and password'])
      const signedIn = await browser.open('/auth/login?provider=entra')
      expect(new URL(signedIn.way[1] ?? '').pathname).toBe(`/${TENANT}/oauth2/v2.0/authorize`)
      expect(headingOf(signedIn)).toBe('You are signed in')

      // A person who is disabled here is told so, and not sent round in circles.
      const admin = createClient(footnote.baseUrl, await provider.tokenOf(newPerson({ roles: ['Footnote.Admin'] })))
      const change = { method: 'PATCH', json: { disabled: true } }
      expect((await admin.send(`/api/users/${provider.person.oid}`, change)).status).toBe(200)
      const refused = await browser.open('/auth/login?provider=entra')
      expect([refused.status, refused.text]).toEqual([401, expect.stringContaining('This account is disabled here')])
    },
    STARTS_A_SERVER,
  )

  it(
    'a wrong secret is called so in the log, and not blamed on the person',
    async () => {
      const { provider, footnote } = await startBoth([TENANT], { FOOTNOTE_ENTRA_CLIENT_SECRET: 'another' })
      await using _provider = provider
      await using _footnote = footnote
      provider.person = newPerson()
      const page = await startBrowser(footnote.baseUrl).open('/auth/login')
      expect(page.text).toContain('An administrator finds the reason in the log.')
      await expect.poll(() => footnote.output()).toContain('AADSTS7000215')
    },
    STARTS_A_SERVER,
  )
})

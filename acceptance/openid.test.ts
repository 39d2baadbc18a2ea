import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, startBrowser } from './browser.ts'
import { createClient } from './client.ts'
import { AUDIENCE, CLIENT_ID, CLIENT_SECRET, type OpenIdProvider, startOpenIdProvider } from './openid-provider.ts'
import { isExternal, newWord, ROOMY } from './server-under-test.ts'
import { headingOf, openLink, PASSWORD } from './sign-in.ts'
import { freePort, type RunningFootnote, startFootnote } from './start-footnote.ts'
import type { Problem } from './wire.ts'

interface Session {
  readonly object_id: string
  readonly display_name: string
  readonly roles: readonly string[]
  readonly group_ids: readonly string[]
}

describe.skipIf(isExternal)('with another OpenID provider beside accounts kept here', () => {
  let peer: OpenIdProvider
  let server: RunningFootnote

  beforeAll(async () => {
    const publicUrl = `http://127.0.0.1:${await freePort()}`
    const person = { id: 'person-1', name: 'Bert', roles: ['Librarian'], groups: ['staff'] }
    peer = await startOpenIdProvider({ redirectUri: `${publicUrl}/auth/callback`, person })
    server = await startFootnote({
      ...ROOMY,
      FOOTNOTE_PORT: new URL(publicUrl).port,
      FOOTNOTE_PUBLIC_URL: publicUrl,
      FOOTNOTE_OIDC_ISSUER: peer.issuer,
      FOOTNOTE_OIDC_AUDIENCE: AUDIENCE,
      FOOTNOTE_OIDC_CLIENT_ID: CLIENT_ID,
      FOOTNOTE_OIDC_CLIENT_SECRET: CLIENT_SECRET,
      FOOTNOTE_OIDC_ROLES_CLAIM: 'realm_access.roles',
      FOOTNOTE_ROLE_MAP: 'Librarian=Contributor',
    })
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await peer[Symbol.asyncDispose]()
  })

  const send = <T>(browser: Browser, path: string, json?: unknown) =>
    createClient(server.baseUrl, null).send<T & Problem>(path, {
      headers: { cookie: browser.cookies(path), 'x-footnote': '1' },
      ...(json === undefined ? {} : { method: 'POST', json }),
    })

  it('a person chooses how to sign in, and comes to the page they wanted either way', async () => {
    const browser = startBrowser(server.baseUrl)
    const page = await browser.open('/auth/login?return_to=/library')
    expect([page.status, headingOf(page)]).toEqual([200, 'Sign in'])
    const host = new URL(peer.issuer).host
    const choices = [...page.text.matchAll(/<a class="button[^"]*" href="([^"]+)">([^<]+)</g)].map(([, to, label]) => ({
      to: (to ?? '').replaceAll('&amp;', '&'),
      label,
    }))
    expect(choices.map(({ label }) => label)).toEqual([
      `Sign in at ${host}`,
      'Sign in with e-mail address and password',
    ])
    const signedIn = await browser.open(choices[0]?.to ?? '')
    expect([headingOf(signedIn), signedIn.text]).toEqual(['You are signed in', expect.stringContaining('url=/library')])

    const atStart = /http\S+\/auth\/sign-in\?code=[\w-]+/.exec(server.output())?.[0] ?? ''
    await openLink(startBrowser(server.baseUrl), atStart)
    const local = startBrowser(server.baseUrl)
    const form = await local.open(choices[1]?.to ?? '')
    const here = await local.submit(form, { email: 'ada@example.org', password: PASSWORD })
    expect([headingOf(here), here.text]).toEqual(['You are signed in', expect.stringContaining('url=/library')])
    const [theirs, ours] = await Promise.all([browser, local].map((each) => send<Session>(each, '/api/session')))
    expect(theirs?.body).toMatchObject({ object_id: 'person-1', display_name: 'Bert', roles: ['Contributor'] })
    expect(ours?.body).toMatchObject({ object_id: 'administrator', roles: ['Admin'] })
  })

  it('a person adds a document and asks about it, and signs out', async () => {
    const browser = startBrowser(server.baseUrl)
    await browser.open('/auth/login?provider=oidc')
    const word = newWord()
    const form = new FormData()
    form.append('file', new Blob([`The ${word} bridge is 320 metres long.`]), `${word}.txt`)
    const headers = { cookie: browser.cookies('/api/documents'), 'x-footnote': '1' }
    const added = await fetch(`${server.baseUrl}/api/documents`, { method: 'POST', headers, body: form })
    expect(added.status).toBe(202)
    const query = `How long is the ${word} bridge?`
    await expect
      .poll(async () => (await send(browser, '/api/ask', { query })).text, { timeout: 20_000, interval: 200 })
      .toContain('320 metres')
    const out = await send<{ end_session_url: string }>(browser, '/auth/logout', {})
    expect(new URL(out.body.end_session_url).origin).toBe(peer.issuer)
    expect((await send(browser, '/api/session')).status).toBe(401)
  })

  it('a person without a role there is told so', async () => {
    peer.person = { id: 'person-2', name: 'Carl', roles: [], groups: [] }
    const page = await startBrowser(server.baseUrl).open('/auth/login?provider=oidc')
    expect([page.status, headingOf(page)]).toEqual([403, 'You have no role here yet'])
  })

  it('doctor says that the provider can be reached', async () => {
    const { findings } = JSON.parse(await server.run(['doctor', '--json'])) as {
      findings: { name: string; ok: boolean; detail: string }[]
    }
    expect(findings.filter(({ name }) => name === 'sign-in')).toEqual([
      { name: 'sign-in', ok: true, detail: `${peer.issuer} answers and has keys` },
    ])
  })
})

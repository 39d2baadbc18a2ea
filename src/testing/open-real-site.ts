import { type Browser, startBrowser } from '../../acceptance/browser.ts'
import { openServer, type ServerUnderTest } from '../../acceptance/server-under-test.ts'
import { openLink, signIn } from '../../acceptance/sign-in.ts'
import type { Settings } from '../../acceptance/start-footnote.ts'

/** The whole program with its pages, an administrator and a reader who signed in. */
export interface RealSite extends AsyncDisposable {
  readonly server: ServerUnderTest
  /** Cookies by name, as a browser of this person sends them. */
  readonly admin: Readonly<Record<string, string>>
  readonly reader: Readonly<Record<string, string>>
}

const READER_EMAIL = 'rhea@example.org'

/** Start Footnote in an empty home, with the built web client. */
export async function openRealSite(settings: Settings = {}): Promise<RealSite> {
  const server = await openServer({ ...settings, FOOTNOTE_WEB: 'on' })
  const admin = cookiesOf((await signIn(server)).cookie)
  const person = { display_name: 'Rhea', email: READER_EMAIL, roles: ['Reader'] }
  const invited = await server.admin.send<{ link: { url: string } }>('/api/users', { method: 'POST', json: person })
  const browser: Browser = startBrowser(server.baseUrl)
  await openLink(browser, invited.body.link.url, READER_EMAIL)
  const reader = cookiesOf(browser.cookies('/api/session'))
  return { server, admin, reader, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

function cookiesOf(header: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    header.split('; ').map((pair) => {
      const [name = ''] = pair.split('=', 1)
      return [name, pair.slice(name.length + 1)]
    }),
  )
}

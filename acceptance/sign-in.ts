import { type Browser, type Page, startBrowser } from './browser.ts'
import type { ServerUnderTest } from './server-under-test.ts'

/** The password of everybody whom the suite signs in. */
export const PASSWORD = 'three green bicycles'

/** A new one-time link for the administrator. */
export async function newLink({ admin }: Pick<ServerUnderTest, 'admin'>): Promise<string> {
  const reply = await admin.send<{ url: string }>('/api/sign-in-links', { method: 'POST', json: {} })
  if (reply.status !== 201) throw new Error(`the link was answered with ${reply.text}`)
  return reply.body.url
}

/** Open a link and do what its page asks for. */
export async function openLink(browser: Browser, link: string, email = 'ada@example.org'): Promise<Page> {
  const page = await browser.open(link)
  if (headingOf(page) === 'Sign in') return browser.submit(page, {})
  if (headingOf(page) !== 'Choose a password') return page
  return browser.submit(page, { name: 'Ada', email, password: PASSWORD })
}

/** Sign in as the administrator, as a person with a browser does; returns what the browser sends from then on. */
export async function signIn(
  server: Pick<ServerUnderTest, 'admin' | 'baseUrl'>,
  email?: string,
): Promise<{ readonly cookie: string }> {
  const browser = startBrowser(server.baseUrl)
  const page = await openLink(browser, await newLink(server), email)
  if (headingOf(page) !== 'You are signed in') throw new Error(`not signed in: ${page.text}`)
  return { cookie: browser.cookies('/api/session') }
}

/** What a page says at its top. */
export function headingOf({ text }: Page): string {
  return /<h1>([^<]*)/.exec(text)?.[1] ?? ''
}

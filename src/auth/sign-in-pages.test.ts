import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type RunningFootnote, startFootnote } from '../../acceptance/start-footnote.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../testing/open-browser.ts'

const PASSWORD = 'three green bicycles'
/** A first sign-in loads the provider and hashes a password on two slow processors. */
const STEP_TIMEOUT_IN_MS = 15_000

const WEB = resolve(import.meta.dirname, '../../web')
const browser = webIsBuilt(WEB) ? await openBrowser({ viewport: { width: 1280, height: 800 } }) : null

describe.skipIf(browser === null)('signing in, in a real browser', { timeout: 90_000 }, () => {
  let server: RunningFootnote
  beforeAll(async () => {
    server = await startFootnote({ FOOTNOTE_WEB: 'on' })
  }, 90_000)
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  /** A page that complains about scripts that fail, policies that are breached and requests to other origins. */
  async function openPage(): Promise<Page> {
    const { context } = browser as OpenedBrowser
    await context.clearCookies()
    const page = await context.newPage()
    page.setDefaultTimeout(STEP_TIMEOUT_IN_MS)
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      // The browser logs every refused request by itself.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(message.text())
    })
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url())
      if (protocol !== 'data:' && origin !== server.baseUrl) complaints.push(`asked ${request.url()}`)
    })
    onTestFinished(async () => {
      await page.close()
      expect(complaints).toEqual([])
    })
    return page
  }

  async function choosePassword(page: Page, name: string, email: string | null): Promise<void> {
    await page.getByRole('heading', { name: 'Choose a password' }).waitFor()
    await page.getByLabel('Your name').fill(name)
    if (email !== null) await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('New password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Save and sign in' }).click()
    await page.getByLabel('Your question').waitFor()
  }

  test('from the first link to a colleague who signs in', async () => {
    const page = await openPage()
    const link = /http\S+\/auth\/sign-in\?code=[\w-]+/.exec(server.output())?.[0] ?? ''
    await page.goto(link)
    await page.getByLabel('New password').fill('short')
    await page.getByRole('button', { name: 'Save and sign in' }).click()
    const field = page.getByLabel('New password')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    const described = (await field.getAttribute('aria-describedby')) ?? ''
    expect(described.split(' ')).toContain('password-objection')
    await choosePassword(page, 'Ada', 'ada@example.org')
    await page.getByRole('button', { name: 'Account and display of Ada' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/')

    await page.getByRole('button', { name: 'Account and display of Ada' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()

    await page.goto(`${server.baseUrl}/documents`)
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByLabel('E-mail address').fill('ada@example.org')
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('ada@example.org')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Documents' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/documents')

    const printed = await server.run(['users', 'invite', 'bert@example.org', '--name', 'Bert', '--json'])
    const { link: invitation } = JSON.parse(printed) as { link: { url: string } }
    const other = await openPage()
    await other.goto(invitation.url)
    await choosePassword(other, 'Bert', null)
    await other.getByRole('button', { name: 'Account and display of Bert' }).waitFor()
  })

  test('the sign-in page can be used at a width of 320 pixels and without a mouse', async () => {
    const page = await openPage()
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(`${server.baseUrl}/auth/login`)
    const wider = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')
    expect(wider).toBe(false)
    const reached: string[] = []
    for (let key = 0; key < 3; key += 1) {
      await page.keyboard.press('Tab')
      reached.push(await page.evaluate<string>('document.activeElement.id || document.activeElement.textContent'))
    }
    expect(reached).toEqual(['email', 'password', 'Sign in'])
  })
})

import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { NARROW, type OpenPageOptions, openPage as openPageOf, WIDE } from '../src/testing/open-page.ts'
import { QUOTES, webFixtureServer } from '../src/testing/web-fixture-server.ts'

const LINK = '/shared/0a7c1c9e-5a04-4a0e-9a57-6d8d5e0c7a11'
const ENDED = '/shared/f07c1c9e-5a04-4a0e-9a57-6d8d5e0c7a11'

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null

describe.skipIf(browser === null)('an answer that is shared', () => {
  let app: FastifyInstance
  let address = ''
  const openPage = (path: string, options: OpenPageOptions = {}) =>
    openPageOf((browser as OpenedBrowser).context, address, path, options)

  beforeAll(async () => {
    app = await webFixtureServer({ dir: import.meta.dirname })
    address = await app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await app.close()
  })

  test('gets a link when somebody says so, and loses it again', async () => {
    const page = await openPage('/')
    await page.getByLabel('Your question').fill('How many days of annual leave do employees get?')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Share this answer' })
    await dialog.getByRole('button', { name: 'Create link' }).click()
    const link = dialog.getByLabel('Link to this answer')
    expect(await link.inputValue()).toMatch(new RegExp(`^${address}/shared/[0-9a-f-]{36}$`))
    expect(await accessibilityViolations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Stop sharing' }).click()
    await dialog.getByText('The link opens nothing any more').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await page.locator(':focus').textContent()).toBe('Share')
  })

  test('is shown without what its reader may not read, and says so', async () => {
    const page = await openPage(LINK)
    await page.getByRole('heading', { name: 'How many days of annual leave do employees get?' }).waitFor()
    await page.getByText('You may not read 1 of the 2 sources of this answer').waitFor()
    const text = (await page.locator('main').textContent()) ?? ''
    expect(text).toContain('[left out: you may not read its source, or it was deleted]')
    expect(text).not.toContain(QUOTES[1])
    expect(await page.getByRole('button', { name: 'Footnote 2' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Footnote 1' }).click()
    expect(await page.locator('aside mark').textContent()).toBe(QUOTES[0])
  })

  test('says plainly that a link leads nowhere, in the language of the page', async () => {
    const page = await openPage(ENDED, { cookies: { footnote_language: 'de' } })
    await page.getByRole('heading', { name: 'Dieser Link führt ins Leere' }).waitFor()
    expect(await page.title()).toContain('Geteilte Antwort')
    expect(await accessibilityViolations(page)).toEqual([])
  })

  test('asks strangers to sign in, and brings them back', async () => {
    const page = await openPage(LINK, { signedIn: false })
    const signIn = page.getByRole('link', { name: 'Sign in' }).first()
    expect(await signIn.getAttribute('href')).toBe(`/auth/login?return_to=${encodeURIComponent(LINK)}`)
  })

  test.each(['light', 'dark'])('nothing stands in the way of anybody in the %s appearance', async (theme) => {
    for (const viewport of [WIDE, NARROW]) {
      const page = await openPage(LINK, { viewport, cookies: { footnote_theme: theme } })
      await page.getByText('You may not read 1 of the 2 sources').waitFor()
      expect(await accessibilityViolations(page)).toEqual([])
    }
  })
})

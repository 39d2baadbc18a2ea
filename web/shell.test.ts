import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { NARROW, type OpenPageOptions, openPage as openPageOf, WIDE } from '../src/testing/open-page.ts'
import { webFixtureServer } from '../src/testing/web-fixture-server.ts'

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null
const ACCOUNT = 'Account and display of Ada Marlowe'

describe.skipIf(browser === null)('the frame around every page', () => {
  let app: FastifyInstance
  let address = ''
  const openPage = (path = '/', options: OpenPageOptions = {}) =>
    openPageOf((browser as OpenedBrowser).context, address, path, options)

  beforeAll(async () => {
    app = await webFixtureServer({ dir: import.meta.dirname })
    address = await app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await app.close()
  })

  test('the server writes the language and the display that were chosen, before any script runs', async () => {
    const chosen = { cookie: 'footnote_theme=dark; footnote_contrast=more; footnote_language=de' }
    const html = (await app.inject({ url: '/', headers: chosen })).body
    expect(html).toMatch(/<html[^>]* lang="de"[^>]* data-theme="dark"[^>]* data-contrast="more"/)
    expect(html).toContain('Fragen Sie Ihre Dokumente')
    const german = (await app.inject({ url: '/', headers: { 'accept-language': 'de-AT,en;q=0.5' } })).body
    expect(german).toContain('Fragen Sie Ihre Dokumente')
  })

  test('the menu of the account changes appearance at once and language after a moment, and both are kept', async () => {
    const page = await openPage()
    await page.getByRole('button', { name: ACCOUNT }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe('rgb(21, 20, 18)')
    await page.getByRole('button', { name: ACCOUNT }).click()
    await page.getByRole('menuitemradio', { name: 'Deutsch' }).click()
    await page.getByRole('heading', { name: 'Fragen Sie Ihre Dokumente' }).waitFor()
    await page.reload()
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  })

  test('? lists the keys of the page, Esc closes the list, and the focus returns', async () => {
    const page = await openPage('/documents')
    await page.getByText('Payroll archive').waitFor()
    await page.getByRole('link', { name: 'Ask', exact: true }).focus()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await page.locator(':focus').textContent()).toBe('Ask')
  })

  test('single keys can be switched off, and the list is then reached through the menu', async () => {
    const page = await openPage('/documents', { cookies: { footnote_single_keys: 'off' } })
    await page.getByText('Payroll archive').waitFor()
    await page.keyboard.press('?')
    await page.getByRole('button', { name: ACCOUNT }).click()
    await page.getByRole('menuitem', { name: 'Keys of this page' }).click()
    const box = page.getByRole('checkbox', { name: 'Use single keys' })
    expect(await box.isChecked()).toBe(false)
    await box.check()
    await page.keyboard.press('Escape')
    await vi.waitFor(async () => {
      await page.keyboard.press('?')
      expect(await page.getByRole('dialog').count()).toBe(1)
    })
  })

  test('a small screen has the sections behind a button, without scrolling sideways', async () => {
    const page = await openPage('/documents', { viewport: NARROW })
    await page.getByRole('button', { name: 'Menu' }).click()
    expect(await page.getByRole('menuitem').allTextContents()).toEqual([
      'Ask',
      'Documents',
      'Reports',
      'Administration',
    ])
    expect(await page.getByRole('menuitem', { name: 'Documents' }).getAttribute('aria-current')).toBe('page')
    await page.getByRole('menuitem', { name: 'Ask' }).click()
    await page.getByRole('heading', { name: 'Ask your documents' }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false)
  })

  test('without a network the page says so, and stops saying so', async () => {
    const page = await openPage('/documents')
    await page.getByText('Payroll archive').waitFor()
    await page.context().setOffline(true)
    await page.getByText('You are offline.').waitFor()
    await page.context().setOffline(false)
    await page.getByText('You are offline.').waitFor({ state: 'detached' })
  })

  test.each(['light', 'dark'])('nothing stands in the way of anybody in the %s appearance', async (theme) => {
    for (const contrast of ['system', 'more']) {
      const page = await openPage('/documents', { cookies: { footnote_theme: theme, footnote_contrast: contrast } })
      await page.getByText('Payroll archive').waitFor()
      expect(await accessibilityViolations(page)).toEqual([])
      await page.getByRole('button', { name: ACCOUNT }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
      expect(await accessibilityViolations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Delete Payroll archive' }).click()
      await page.getByRole('dialog').waitFor()
      expect(await accessibilityViolations(page)).toEqual([])
    }
  })
})

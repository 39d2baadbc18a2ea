import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBrowser } from '../acceptance/browser.ts'
import { openServer, type ServerUnderTest } from '../acceptance/server-under-test.ts'
import { openLink, PASSWORD } from '../acceptance/sign-in.ts'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { openPage, WIDE } from '../src/testing/open-page.ts'

const EMAIL = 'kim@example.org'
/** More stops than any of these pages has. */
const MOST_STOPS = 80

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null

/** Go on with the tabulator until something of this name has the focus; fails when nothing has. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      const label =
        element?.getAttribute('aria-label') ?? (element as HTMLInputElement | null)?.labels?.[0]?.textContent
      return (label ?? element?.textContent ?? '').trim()
    })
    if (name.test(focused)) return
    passed.push(focused)
  }
  throw new Error(`the keyboard did not reach ${name}; it passed ${passed.join(' | ')}`)
}

describe.skipIf(browser === null)('the way through the pages', { timeout: 120_000 }, () => {
  let server: ServerUnderTest
  beforeAll(async () => {
    server = await openServer({ FOOTNOTE_WEB: 'on' })
    const text =
      '# Travel\n\n## Booking\n\nJourneys are booked through the travel desk.\n\n## Trains\n\nTrains are preferred over planes for journeys under six hours.\n'
    await server.admin.add([{ name: 'travel.md', content: text }], { access: 'everyone' })
    const person = { display_name: 'Kim', email: EMAIL, roles: ['Reader'] }
    const invited = await server.admin.send<{ link: { url: string } }>('/api/users', { method: 'POST', json: person })
    await openLink(startBrowser(server.baseUrl), invited.body.link.url, EMAIL)
  }, 90_000)
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  test('can be gone with the keyboard alone', async () => {
    const page = await openPage((browser as OpenedBrowser).context, server.baseUrl, '/', { signedIn: false })
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
    await tabTo(page, /^Sign in$/)
    await page.keyboard.press('Enter')
    await page.getByLabel('E-mail address').waitFor()
    await tabTo(page, /^E-mail address/)
    await page.keyboard.type(EMAIL)
    await tabTo(page, /^Password/)
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')

    await page.getByLabel('Your question').waitFor()
    await tabTo(page, /^Your question$/)
    await page.keyboard.type('Are trains preferred over planes, and who books journeys?')
    await page.keyboard.press('Enter')
    await page.locator('article[aria-busy="false"]').waitFor()
    expect(await accessibilityViolations(page)).toEqual([])

    await tabTo(page, /^Footnote 1/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Source 1' }).waitFor()
    await page.locator('aside mark').waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    if ((await page.getByRole('button', { name: /^Footnote 2/ }).count()) > 0) {
      await page.keyboard.press(']')
      await page.getByRole('heading', { name: 'Source 2' }).waitFor()
    }
    await page.keyboard.press('Escape')
    await page.locator('aside mark').waitFor({ state: 'detached' })
    expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^Footnote 1/)

    await tabTo(page, /^Good answer$/)
    await page.keyboard.press('Enter')
    await page.getByText('Thank you, your feedback was kept').waitFor()

    await tabTo(page, /^Skip to/)
    await tabTo(page, /^Documents$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Documents' }).waitFor()
    await page.getByText('Travel').first().waitFor()
    expect(await accessibilityViolations(page)).toEqual([])

    await tabTo(page, /^Reports$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Usage' }).waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
  })
})

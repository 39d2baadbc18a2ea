import type { Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { openPage as openPageOf, WIDE } from '../src/testing/open-page.ts'
import { openRealSite, type RealSite } from '../src/testing/open-real-site.ts'

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null

const REQUEST_ID = '0b1f7a52-3c55-4f0e-9a57-6d8d5e0c7a11'
const USERS = /\/api\/users(\?|$)/

/** Where a list is, the request that reads it, and what stands there in a new home. */
const LISTS = [
  ['/administration/users', USERS, 'rhea@example.org'],
  ['/administration/keys', /\/api\/api-keys/, 'There are no API keys yet.'],
  ['/administration/sessions', /\/api\/sessions(\?|$)/, 'This one'],
  ['/administration/limits', /\/api\/admin\/budgets/, 'No budgets are set'],
  ['/administration/dead-letters', /\/api\/admin\/dead-letters/, 'Nothing was given up'],
  ['/administration/search-index', /\/api\/admin\/index(\?|$)/, /^In use$|no search index yet/],
  ['/administration/prompts', /\/api\/admin\/prompts/, 'Standard'],
  ['/administration/settings', /\/api\/admin\/settings/, 'FOOTNOTE_PUBLIC_URL'],
  ['/administration/audit', /\/api\/admin\/audit(\?|$)/, 'Person invited'],
  ['/documents', /\/api\/documents(\?|$)/, 'No documents yet'],
  ['/reports', /\/api\/reports(\?|$)/, 'Nothing happened in this time.'],
  ['/reports', /\/api\/reports\/usage/, 'Nothing happened in this time.'],
  ['/reports/evaluation', /\/api\/evaluation\/runs/, 'The golden questions were not asked yet.'],
  ['/reports/unanswered', /\/api\/reports\/unanswered/, 'Every question of this time was answered'],
  ['/', /\/api\/conversations(\?|$)/, 'What you ask is kept here, for you alone.'],
] as const

/** Answer as a server does whose database is away. */
function fail(route: Route, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const body = { title: 'A store is away', status: 503, code: 'service-unavailable', detail: 'Wait a moment.' }
  return route.fulfill({
    status: 503,
    headers: { ...headers, 'content-type': 'application/problem+json' },
    body: JSON.stringify({ ...body, request_id: REQUEST_ID }),
  })
}

describe.skipIf(browser === null)('a page that lists something', () => {
  let site: RealSite
  const context = () => (browser as OpenedBrowser).context
  const openPage = (path: string) =>
    openPageOf(context(), site.server.baseUrl, path, { signedIn: false, cookies: site.admin })

  beforeAll(async () => {
    site = await openRealSite()
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await site?.[Symbol.asyncDispose]()
  })

  test.each(LISTS)('%s waits for %s, says what went wrong, and then what is there', async (path, request, words) => {
    const released = Promise.withResolvers<void>()
    await context().route(request, async (route) => {
      await released.promise
      await fail(route)
    })
    const page = await openPage(path)
    await page.locator('[aria-busy=true], output:has(.skeleton)').first().waitFor()
    released.resolve()
    const alert = page.getByRole('alert').filter({ hasText: REQUEST_ID })
    await alert.waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    await context().unroute(request)
    await alert.getByRole('button', { name: 'Try again' }).click()
    // Choices of a filter have the same words, out of sight.
    await page.getByText(words).filter({ visible: true }).first().waitFor()
    await alert.waitFor({ state: 'detached' })
  })

  test.each([
    ['Collections and sources', /\/api\/sources(\?|$)/, 'No source is kept in step yet.'],
    ['Deleted', /\/api\/deletions/, 'Nothing was deleted yet.'],
  ])('the documents’ view “%s” does so too', async (name, request, words) => {
    await context().route(request, (route) => fail(route))
    const page = await openPage('/documents')
    await page.getByRole('tab', { name }).click()
    const alert = page.getByRole('alert').filter({ hasText: REQUEST_ID })
    await alert.waitFor()
    await context().unroute(request)
    await alert.getByRole('button', { name: 'Try again' }).click()
    await page.getByText(words).waitFor()
  })

  test('says at its end that more could not be read, keeps what there is, and counts each wait anew', async () => {
    const users = ['Ada', 'Grace'].map((name) => ({
      id: name,
      display_name: name,
      email: null,
      roles: ['Reader'],
      group_ids: [],
      state: 'active',
      provider: 'local',
      last_sign_in_at: null,
    }))
    let refusals = 0
    await context().route(USERS, (route) => {
      const isSecond = route.request().url().includes('cursor=')
      if (isSecond && refusals++ < 2) return fail(route, refusals === 2 ? { 'retry-after': '1' } : {})
      const json = isSecond
        ? { users: users.slice(1), next_cursor: null }
        : { users: users.slice(0, 1), next_cursor: 'x' }
      return route.fulfill({ json })
    })
    const page = await openPage('/administration/users')
    await page.getByRole('button', { name: 'Show more' }).click()
    await page.locator('div:has(table) + [role=alert]').waitFor()
    expect(await page.getByRole('row', { name: /Ada/ }).isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('button', { name: 'Try again in 1 s' }).waitFor()
    await page.getByRole('button', { name: 'Try again', exact: true }).click()
    await page.getByRole('row', { name: /Grace/ }).waitFor()
    expect(await page.getByText(REQUEST_ID).count()).toBe(0)
    await context().unroute(USERS)
  })
})

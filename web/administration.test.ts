import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { openPage as openPageOf, WIDE } from '../src/testing/open-page.ts'
import { openRealSite, type RealSite } from '../src/testing/open-real-site.ts'

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null

/** Every page, with its title and something that is there once it has loaded. */
const PAGES = [
  ['users', 'Users and roles', 'rhea@example.org'],
  ['keys', 'API keys', 'There are no API keys yet.'],
  ['sessions', 'Your sessions', 'This one'],
  ['limits', 'Limits and budgets', 'No budgets are set'],
  ['dead-letters', 'Dead letters', /Nothing was given up|poison\.txt/],
  ['search-index', 'Search index', 'In use'],
  ['prompts', 'Prompt versions', 'Standard'],
  ['settings', 'Settings', 'FOOTNOTE_PUBLIC_URL'],
  ['audit', 'Audit', 'The chain is whole'],
  ['system', 'Models and health', 'The stores agree'],
] as const

describe.skipIf(browser === null)('the administration', () => {
  let site: RealSite
  let mend = async () => {}
  const openPage = (path: string, { who = 'admin', cookies = {} }: Opening = {}) =>
    openPageOf((browser as OpenedBrowser).context, site.server.baseUrl, path, {
      signedIn: false,
      cookies: { ...site[who], ...cookies },
    })

  beforeAll(async () => {
    site = await openRealSite()
    await site.server.admin.add([{ name: 'tea.txt', content: 'Tea is served at four.\n' }], { access: 'everyone' })
    mend = await addPoison(site)
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await site?.[Symbol.asyncDispose]()
  })

  test.each(['light', 'dark'])('of the %s appearance keeps nobody out', async (theme) => {
    for (const [path, title, loaded] of PAGES) {
      const page = await openPage(`/administration/${path}`, { cookies: { footnote_theme: theme } })
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      await page.getByText(loaded).first().waitFor()
      expect(await accessibilityViolations(page), path).toEqual([])
    }
  })

  test('is refused to readers, who have their sessions elsewhere', async () => {
    const page = await openPage('/administration/users', { who: 'reader' })
    await page.getByRole('heading', { name: 'This page is for administrators' }).waitFor()
    expect(await page.getByText('rhea@example.org').count()).toBe(0)
    const own = await openPage('/sessions', { who: 'reader' })
    await own.getByText('This one').waitFor()
    expect(await accessibilityViolations(own)).toEqual([])
  })

  test('shows who did what, narrowed by what it was', async () => {
    const page = await openPage('/administration/audit')
    const done = page.getByRole('region', { name: 'What was done' }).last()
    await done
      .getByRole('cell', { name: 'Document read' })
      .or(done.getByRole('cell', { name: 'Signed in' }))
      .first()
      .waitFor()
    await done
      .getByRole('button', { name: /^Only what/ })
      .first()
      .click()
    const everybody = page.getByRole('button', { name: /: show everybody again$/ })
    await everybody.waitFor()
    expect(await page.getByRole('link', { name: 'Export as JSON Lines' }).getAttribute('href')).toContain('?actor=')
    await everybody.click()
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'Legal hold placed' })
    await page.getByText('Nothing was done that fits.').waitFor()
    const link = page.getByRole('link', { name: 'Export as JSON Lines' })
    expect(await link.getAttribute('href')).toBe('/api/admin/audit/export?kind=hold-placed')
    expect(await accessibilityViolations(page)).toEqual([])
  })

  test('speaks German to those who want it', async () => {
    const page = await openPage('/administration/users', { cookies: { footnote_language: 'de' } })
    await page.getByRole('heading', { level: 1, name: 'Personen und Rollen' }).waitFor()
    await page.getByRole('button', { name: 'Einladen' }).waitFor()
  })

  test('invites somebody, shows the link once, changes the role, and disables', async () => {
    const page = await openPage('/administration/users')
    await page.getByRole('button', { name: 'Invite' }).click()
    expect(await accessibilityViolations(page)).toEqual([])
    await page.getByLabel('Name').fill('Grace Hopper')
    await page.getByLabel('E-mail address').fill('grace@example.org')
    await page.getByLabel('Groups').fill('navy, compilers')
    await page.getByRole('button', { name: 'Make the invitation' }).click()
    const link = page.getByRole('dialog', { name: 'Sign-in link for Grace Hopper' })
    await link.getByText('/auth/sign-in?code=').waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    await link.getByRole('button', { name: 'Done' }).click()
    const row = page.getByRole('row', { name: /Grace Hopper/ })
    await row.getByText('navy, compilers').waitFor()
    expect(await page.getByText('/auth/sign-in?code=').count()).toBe(0)

    await chooseFor(page, 'Grace Hopper', 'Change role and groups')
    await page.getByLabel('Role', { exact: true }).selectOption('Contributor')
    await page.getByRole('button', { name: 'Save' }).click()
    await row.getByText('Contributor').waitFor()
    await chooseFor(page, 'Grace Hopper', 'Disable')
    await page.getByRole('button', { name: 'Disable', exact: true }).click()
    await row.getByText('Disabled').waitFor()
  })

  test('refuses a second invitation in the server’s words and keeps what was typed', async () => {
    const page = await openPage('/administration/users')
    await page.getByRole('button', { name: 'Invite' }).click()
    await page.getByLabel('Name').fill('Rhea again')
    await page.getByLabel('E-mail address').fill('rhea@example.org')
    await page.getByRole('button', { name: 'Make the invitation' }).click()
    await page.getByRole('dialog').getByRole('alert').waitFor()
    expect(await page.getByLabel('Name').inputValue()).toBe('Rhea again')
  })

  test('creates a key that works, shows it once, and revokes it', async () => {
    const page = await openPage('/administration/keys')
    await page.getByRole('button', { name: 'Create a key' }).click()
    await page.getByLabel('Name').fill('Nightly import')
    await page.getByRole('button', { name: 'Create a key' }).click()
    const shown = page.getByRole('dialog', { name: 'The key “Nightly import”' })
    const key = (await shown.locator('p.font-mono').textContent()) ?? ''
    const used = () => fetch(`${site.server.baseUrl}/api/session`, { headers: { authorization: `Bearer ${key}` } })
    expect((await used()).status).toBe(200)
    await shown.getByRole('button', { name: 'Done' }).click()
    expect(await page.getByText(key).count()).toBe(0)
    await page.getByRole('button', { name: 'Revoke Nightly import' }).click()
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    await page.getByText('Revoked').waitFor()
    expect((await used()).status).toBe(401)
  })

  test('sets a budget, changes it, and removes it', async () => {
    const page = await openPage('/administration/limits')
    await page.getByRole('button', { name: 'Set a budget' }).click()
    await page.getByLabel('Group id').fill('navy')
    await page.getByLabel('Tokens per day').fill('5000')
    await page.getByRole('button', { name: 'Save' }).click()
    const row = page.getByRole('row', { name: /Group navy/ })
    await row.getByText('5,000').waitFor()
    await page.getByRole('button', { name: 'Change the budget: Group navy' }).click()
    await page.getByLabel('Tokens per day').fill('9000')
    await page.getByRole('button', { name: 'Save' }).click()
    await row.getByText('9,000').waitFor()
    await page.getByRole('button', { name: 'Remove the budget: Group navy' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await row.waitFor({ state: 'detached' })
  })

  test('drafts a wording, shows what it changes, and activates it after review', async () => {
    const page = await openPage('/administration/prompts')
    await page.getByRole('button', { name: 'New version' }).click()
    await page.getByLabel('Wording', { exact: true }).fill('Answer in one short sentence.')
    await page.getByLabel('Note').fill('Shorter answers')
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByRole('button', { name: 'Review version 1' }).click()
    await page.getByText('+Answer in one short sentence.').waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    await page.getByRole('tab', { name: 'As a model gets it' }).click()
    await page.getByText('Answer in one short sentence.').waitFor()
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.getByRole('button', { name: 'Activate version 1' }).click()
    await page.getByRole('button', { name: 'Activate', exact: true }).click()
    await page
      .getByRole('row', { name: /Version 1/ })
      .getByText('In use')
      .waitFor()
  })

  test('builds the index anew, and searches use it once it is activated', { timeout: 90_000 }, async () => {
    const page = await openPage('/administration/search-index')
    await page.getByRole('row').getByText('In use', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Build anew' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Build anew' }).click()
    await page.getByRole('button', { name: /^Activate / }).click({ timeout: 60_000 })
    await page.getByLabel('Questions with known answers').fill('When is tea served? = administrator/tea.txt')
    expect(await accessibilityViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Activate', exact: true }).click()
    await page.getByText('Searches use this build now').waitFor()
    await page.getByRole('row').getByText('Before', { exact: true }).waitFor()
  })

  test('says why work was given up, and tries it again', { timeout: 120_000 }, async () => {
    const page = await openPage('/administration/dead-letters')
    await expect
      .poll(
        async () => {
          await page.reload()
          await page.getByRole('heading', { level: 1 }).waitFor()
          return page
            .getByText(/Nothing was given up|EISDIR/)
            .first()
            .textContent()
        },
        { timeout: 90_000, interval: 1_000 },
      )
      .toContain('EISDIR')
    expect(await accessibilityViolations(page)).toEqual([])
    await mend()
    await page.getByRole('button', { name: 'Try again: poison.txt' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).click()
    await page.getByText('1 tried again').waitFor()
    await page.getByText('Nothing was given up').waitFor()
  })
})

interface Opening {
  readonly who?: 'admin' | 'reader'
  readonly cookies?: Readonly<Record<string, string>>
}

async function chooseFor(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** A document whose original cannot be read: a folder is in its place. Gives what puts that right. */
async function addPoison({ server }: RealSite): Promise<() => Promise<void>> {
  const text = 'The poison is kept in the blue cupboard.\n'
  const hash = createHash('sha256').update(text).digest('hex')
  const original = join(server.own.home, 'blobs', 'home', hash.slice(0, 2), hash)
  await mkdir(original, { recursive: true })
  await server.admin.upload([{ name: 'poison.txt', content: text }], { access: 'everyone' })
  return async () => {
    await rm(original, { recursive: true })
    await writeFile(original, text)
  }
}

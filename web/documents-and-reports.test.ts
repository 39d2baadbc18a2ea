import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { NARROW, openPage as openPageOf, WIDE } from '../src/testing/open-page.ts'
import { openRealSite, type RealSite } from '../src/testing/open-real-site.ts'

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null

interface Opening {
  readonly who?: 'admin' | 'reader'
  readonly cookies?: Readonly<Record<string, string>>
}

const fileOf = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })

describe.skipIf(browser === null)('documents and reports', () => {
  let site: RealSite
  const openPage = (path: string, { who = 'admin', cookies = {} }: Opening = {}) =>
    openPageOf((browser as OpenedBrowser).context, site.server.baseUrl, path, {
      signedIn: false,
      cookies: { ...site[who], ...cookies },
    })

  beforeAll(async () => {
    site = await openRealSite()
    const { admin } = site.server
    await admin.add([{ name: 'leave.txt', content: 'Everybody has 28 days of leave a year.\n' }], {
      access: 'everyone',
      collection: 'People',
    })
    await admin.add([{ name: 'broken.pdf', content: '%PDF-1.7 and then nothing' }], { access: 'everyone' })
    await admin.ask('How many days of leave does everybody have?')
    await admin.ask('What is the airspeed of an unladen swallow?')
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await site?.[Symbol.asyncDispose]()
  })

  test.each(['light', 'dark'])('keep nobody out in the %s appearance', async (theme) => {
    const cookies = { footnote_theme: theme }
    const page = await openPage('/documents', { cookies })
    await page.getByRole('link', { name: 'leave.txt' }).waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    for (const tab of ['Collections and sources', 'Deleted']) {
      await page.getByRole('tab', { name: tab }).click()
      await page
        .getByText(/No source is kept in step|Nothing was deleted|Gone everywhere/)
        .first()
        .waitFor()
      expect(await accessibilityViolations(page), tab).toEqual([])
    }
    for (const name of ['usage', 'ingestion']) {
      const report = await openPage(`/reports/${name}`, { cookies })
      await report.locator('svg.recharts-surface').first().waitFor()
      expect(await accessibilityViolations(report), name).toEqual([])
    }
    const vain = await openPage('/reports/unanswered', { cookies })
    await vain.getByText('unladen swallow').waitFor()
    expect(await accessibilityViolations(vain)).toEqual([])
  })

  test('a chosen file goes through its states, into a collection that everyone sees', async () => {
    const page = await openPage('/documents')
    await page.getByLabel('Who can see them').selectOption('everyone')
    await page.getByLabel('Collection (optional)').fill('Kitchen')
    await page.getByLabel('choose files').setInputFiles([fileOf('tea.txt', 'Tea is served at four.\n')])
    const row = page.getByRole('listitem').filter({ hasText: 'tea.txt' })
    await row.getByText('Ready', { exact: true }).waitFor()
    const reader = await openPage('/documents', { who: 'reader' })
    await reader.getByRole('link', { name: 'tea.txt' }).waitFor()
    expect(await reader.getByLabel('choose files').count()).toBe(0)
    expect(await reader.getByRole('button', { name: 'Delete tea.txt' }).count()).toBe(0)
    expect(await reader.getByRole('tab').allTextContents()).toEqual(['Documents'])
    expect(await accessibilityViolations(reader)).toEqual([])
  })

  test('pasted files are taken as well', async () => {
    const page = await openPage('/documents')
    await page.getByRole('link', { name: 'leave.txt' }).waitFor()
    await page.evaluate(`{
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File(['The cellar is locked.'], 'pasted.txt', { type: 'text/plain' }))
      window.dispatchEvent(new ClipboardEvent('paste', { clipboardData }))
    }`)
    await page.getByRole('link', { name: 'pasted.txt' }).waitFor()
  })

  test('filters leave the documents that match', async () => {
    const page = await openPage('/documents')
    await page.getByLabel('State').selectOption('failed')
    await page.getByRole('link', { name: 'leave.txt' }).waitFor({ state: 'detached' })
    await page.getByText('Damaged.', { exact: true }).waitFor()
    await page.getByLabel('Title contains').fill('nothing like it')
    await page.getByText('No document matches these filters.').waitFor()
    await page.getByLabel('Title contains').fill('LEAVE')
    await page.getByLabel('State').selectOption('')
    await page.getByRole('link', { name: 'leave.txt' }).waitFor()
  })

  test('who can see a document is shown, changed, and explained', async () => {
    const page = await openPage('/documents')
    await details(page, 'leave.txt')
    expect(await accessibilityViolations(page)).toEqual([])
    await page.getByRole('tab', { name: 'Versions' }).click()
    await page.getByRole('link', { name: 'leave.txt' }).waitFor()
    await page.getByRole('tab', { name: 'Who can see this' }).click()
    await page.getByText('Decided for this document alone.').waitFor()
    const explain = async (verdict: string) => {
      await page.getByLabel('Can somebody see this, and why?').fill('rhea@example.org')
      await page.getByRole('button', { name: 'Ask', exact: true }).click()
      await page.getByText(verdict, { exact: true }).waitFor()
    }
    await explain('Can see it')
    await page.getByRole('button', { name: 'Change' }).click()
    await page.getByLabel('Who can see this').last().selectOption('listed')
    await page.getByLabel('People and groups').fill('ada@example.org\nnobody@example.org')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Nobody here has the address nobody@example.org').waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    await page.getByLabel('People and groups').fill('nobody.with.so.long.an.address.in.this.organisation@example.org')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Nobody here has the address nobody.with').waitFor()
    await page.setViewportSize(NARROW)
    const dialog = page.getByRole('dialog', { name: 'leave.txt' })
    expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(false)
    await page.setViewportSize(WIDE)
    await page.getByLabel('People and groups').fill('ada@example.org\nsales')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Group sales').waitFor()
    await page.reload()
    await details(page, 'leave.txt')
    await page.getByRole('tab', { name: 'Who can see this' }).click()
    await explain('Cannot see it')
    const reader = await openPage('/documents', { who: 'reader' })
    await reader.getByRole('link', { name: 'broken.pdf' }).waitFor()
    expect(await reader.getByRole('link', { name: 'leave.txt' }).count()).toBe(0)
  })

  test('a failed document can be read again, and a deleted one leaves a receipt', async () => {
    const page = await openPage('/documents')
    await page.getByRole('button', { name: 'Actions for broken.pdf' }).click()
    await page.getByRole('menuitem', { name: 'Read it again' }).click()
    await page.getByRole('button', { name: 'Delete broken.pdf' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    const receipt = page.getByRole('dialog', { name: 'Receipt of the deletion' })
    await receipt.getByText('Gone from every store since').waitFor({ timeout: 30_000 })
    expect(await accessibilityViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Deleted' }).click()
    await page.getByText('Gone everywhere').waitFor()
  })

  test('a report is drawn, grouped, tabled and downloaded; readers see their own numbers only', async () => {
    const page = await openPage('/reports')
    await page.getByRole('heading', { name: 'Usage' }).waitFor()
    await page.locator('svg.recharts-surface').first().waitFor()
    await page.getByLabel('Rows are').selectOption('collection')
    await page.getByRole('rowheader', { name: 'People' }).waitFor()
    const saved = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download as CSV' }).click()
    expect((await saved).suggestedFilename()).toContain('.csv')
    const reader = await openPage('/reports/usage', { who: 'reader' })
    await reader.getByText('Nothing happened in this time.').waitFor()
    expect(await reader.getByLabel('Whose').count()).toBe(0)
    expect(await accessibilityViolations(reader)).toEqual([])
    await reader.goto(`${site.server.baseUrl}/reports/ingestion`)
    await reader.getByText('This report is for administrators.').waitFor()
  })
})

async function details(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${title}` }).click()
  await page.getByRole('menuitem', { name: 'Details, versions and access' }).click()
  await page.getByRole('dialog', { name: title }).waitFor()
}

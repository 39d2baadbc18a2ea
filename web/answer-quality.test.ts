import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { EvaluationRun } from '../src/contracts/evaluation-runs.ts'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { openPage as openPageOf, WIDE } from '../src/testing/open-page.ts'
import { openRealSite, type RealSite } from '../src/testing/open-real-site.ts'

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null

describe.skipIf(browser === null)('the page on answer quality', () => {
  let site: RealSite
  const openPage = (who: 'admin' | 'reader', cookies: Readonly<Record<string, string>> = {}) =>
    openPageOf((browser as OpenedBrowser).context, site.server.baseUrl, '/reports/evaluation', {
      signedIn: false,
      cookies: { ...site[who], ...cookies },
    })

  beforeAll(async () => {
    site = await openRealSite()
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await site?.[Symbol.asyncDispose]()
  })

  async function askGoldenQuestions(): Promise<void> {
    const { admin } = site.server
    const { body } = await admin.send<EvaluationRun>('/api/evaluation/runs', { method: 'POST' })
    await vi.waitFor(
      async () => expect((await admin.send<EvaluationRun>(`/api/evaluation/runs/${body.id}`)).body.state).toBe('done'),
      { timeout: 60_000, interval: 500 },
    )
  }

  test('says that nothing was asked yet, and nothing at all to others', async () => {
    const page = await openPage('admin')
    await page.getByText('The golden questions were not asked yet.').waitFor()
    const reader = await openPage('reader')
    await reader.getByText('This report is for administrators.').waitFor()
    expect(await reader.getByRole('link', { name: 'Answer quality' }).count()).toBe(0)
  })

  test('draws the last runs with intervals, and has the numbers as a table and a file', async () => {
    const { admin } = site.server
    const [leave] = await admin.add([{ name: 'leave.txt', content: 'Everybody has 28 days of leave a year.\n' }], {
      access: 'everyone',
    })
    const json = {
      question: 'How many days of leave does everybody have?',
      truth: ['28 days'],
      evidence: [{ document_id: leave?.id, quote: '28 days of leave' }],
    }
    expect((await admin.send('/api/evaluation/cases', { method: 'POST', json })).status).toBe(201)
    await askGoldenQuestions()
    await askGoldenQuestions()
    for (const footnote_theme of ['light', 'dark']) {
      const page = await openPage('admin', { footnote_theme })
      for (const name of ['Found among the first 5 (hit@5)', 'Right answers'])
        await page
          .getByRole('region', { name: `Chart: ${name}` })
          .locator('.recharts-errorBar')
          .first()
          .waitFor()
      const rows = page.getByRole('table', { name: 'Runs over the golden questions' }).getByRole('row')
      expect(await rows.count()).toBe(3)
      await rows.nth(1).getByText('100% (21% to 100%)').first().waitFor()
      expect(await accessibilityViolations(page), footnote_theme).toEqual([])
      const file = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Download as CSV' }).click()
      expect((await file).suggestedFilename()).toBe('evaluation.csv')
    }
  })
})

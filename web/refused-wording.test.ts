import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { NARROW, openPage as openPageOf, WIDE } from '../src/testing/open-page.ts'
import { openRealSite, type RealSite } from '../src/testing/open-real-site.ts'
import { type ScriptedOpenAiServer, startScriptedOpenAiServer } from '../src/testing/scripted-openai-server.ts'

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null

const TEXT = 'The annual deductible of the Gold plan is $500.'
const DECLINES = 'Decline every question.'
/** As few as make a difference that is hardly chance. */
const QUESTIONS = 8

describe.skipIf(browser === null)('a wording with which answers are worse', () => {
  let model: ScriptedOpenAiServer
  let site: RealSite

  beforeAll(async () => {
    // A model that follows the wording it is given.
    model = await startScriptedOpenAiServer({
      answer: (body) => ({
        type: 'answer',
        deltas: [
          JSON.stringify(body).includes(DECLINES) ? "I don't have enough information to answer that." : `${TEXT} [1]`,
        ],
      }),
    })
    site = await openRealSite({ FOOTNOTE_CHAT_BASE_URL: model.baseUrl, FOOTNOTE_CHAT_MODEL: 'm' })
    const { admin } = site.server
    await admin.add([{ name: 'gold.txt', content: `${TEXT}\n` }], { access: 'everyone' })
    const cases = Array.from({ length: QUESTIONS }, (_, n) => ({
      question: `What is the annual deductible of the Gold plan in year ${n + 1}?`,
      truth: ['$500'],
    }))
    await admin.send('/api/evaluation/cases/import', { method: 'POST', json: { cases } })
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await site?.[Symbol.asyncDispose]()
    await model?.[Symbol.asyncDispose]()
  })

  test('is refused with the figures, and used once somebody says why', { timeout: 60_000 }, async () => {
    const { context } = browser as OpenedBrowser
    const page = await openPageOf(context, site.server.baseUrl, '/administration/prompts', {
      signedIn: false,
      cookies: site.admin,
    })
    await page.getByRole('button', { name: 'New version' }).click()
    await page.getByLabel('Wording', { exact: true }).fill(DECLINES)
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByRole('button', { name: 'Review version 1' }).click()
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.getByRole('button', { name: 'Activate version 1' }).click()
    const activate = page.getByRole('button', { name: 'Activate', exact: true })
    await activate.click()
    const refusal = page.getByRole('dialog').getByRole('alert')
    await refusal
      .getByRole('row', { name: `Right answers (${QUESTIONS} questions) 100% 0%` })
      .waitFor({ timeout: 30_000 })
    expect(await accessibilityViolations(page)).toEqual([])
    await page.setViewportSize(NARROW)
    expect(await refusal.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(false)
    await page.setViewportSize(WIDE)

    await page.getByLabel('Use it even if answers are worse').check()
    await page.getByLabel('Why').fill('A trial for a day')
    await activate.click()
    const row = page.getByRole('row', { name: /Version 1/ })
    await row.getByText('In use').waitFor({ timeout: 30_000 })
    await row.getByText('although answers are worse: A trial for a day').waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
  })
})

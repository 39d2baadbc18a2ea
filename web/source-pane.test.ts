import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { QuoteRectangles } from '../src/contracts/documents.ts'
import type { AnswerPart } from '../src/contracts/orchestration.ts'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { NARROW, type OpenPageOptions, openPage as openPageOf, WIDE } from '../src/testing/open-page.ts'
import { tinyPdf } from '../src/testing/tiny-pdf.ts'
import { answered, QUOTES, webFixtureServer } from '../src/testing/web-fixture-server.ts'

const PAGES = 600
const CITED_PAGE = 412
const LINE = QUOTES[1]
/** Where the first line of a page stands, in points from its upper left corner. */
const BOX = { x: 72, y: 52, width: 440, height: 13 }
const PLACE: QuoteRectangles = {
  page: CITED_PAGE,
  page_width: 595,
  page_height: 842,
  precision: 'words',
  rectangles: [BOX],
}
/** Aim: 1 s for 95 of 100. What is asserted leaves room for a machine that does other things meanwhile. */
const LIMIT_IN_MS = 3_000
const OPENINGS = 10

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null

/** A PDF as long as a book, whose cited page begins with the quoted words. */
function longPdf(): Uint8Array {
  const page = (number: number) => [
    { text: number === CITED_PAGE ? LINE : `This is page ${number} of the handbook.` },
    ...Array.from({ length: 25 }, (_, line) => ({
      text: `Rule ${line + 1} of page ${number} says what is to be done.`,
    })),
  ]
  return tinyPdf(Array.from({ length: PAGES }, (_, index) => page(index + 1)))
}

describe.skipIf(browser === null)('the source beside an answer', () => {
  let app: FastifyInstance
  let address = ''
  const openPage = (path = '/', options: OpenPageOptions = {}) =>
    openPageOf((browser as OpenedBrowser).context, address, path, options)

  beforeAll(async () => {
    app = await webFixtureServer({
      dir: import.meta.dirname,
      pdf: longPdf(),
      rectangles: PLACE,
    })
    address = await app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await app.close()
  })

  async function askOn(page: Page): Promise<void> {
    await page.getByLabel('Your question').fill('How many days of annual leave do employees get?')
    await page.keyboard.press('Enter')
    await page.getByText('Well supported').waitFor()
  }
  const highlightOf = (page: Page) => page.locator('.page-highlight > span')

  test('opens a PDF at the cited page, and the words under the highlight are the quoted ones', async () => {
    const page = await openPage()
    await askOn(page)
    await page.getByRole('button', { name: 'Footnote 2' }).click()
    await highlightOf(page).waitFor()
    await page.getByText(`Page ${CITED_PAGE} of ${PAGES}`).waitFor()
    await page.locator('.textLayer span', { hasText: LINE.slice(0, 20) }).waitFor({ state: 'attached' })
    const under = await page.evaluate(() => {
      const box = document.querySelector('.page-highlight > span')?.getBoundingClientRect() ?? new DOMRect()
      const spans = [...document.querySelectorAll('.textLayer span')].filter((span) => {
        const { top, bottom } = span.getBoundingClientRect()
        const middle = (top + bottom) / 2
        return middle > box.top && middle < box.bottom
      })
      return spans.map(({ textContent }) => textContent).join('')
    })
    expect(under).toBe(LINE)
    expect(await highlightOf(page).evaluate((box) => box.getBoundingClientRect().bottom < window.innerHeight)).toBe(
      true,
    )
  })

  test(`shows the highlighted words within ${LIMIT_IN_MS} ms in a document of ${PAGES} pages`, async () => {
    const page = await openPage()
    await askOn(page)
    const times: number[] = []
    for (let opening = 0; opening < OPENINGS; opening += 1) {
      await page.getByRole('button', { name: `Footnote ${(opening % 2) + 1}` }).focus()
      const start = performance.now()
      await page.keyboard.press('Enter')
      await highlightOf(page).waitFor()
      times.push(performance.now() - start)
      await page.keyboard.press('Escape')
      await highlightOf(page).waitFor({ state: 'detached' })
    }
    const sorted = times.map(Math.round).sort((one, other) => one - other)
    process.stdout.write(`citation to highlighted words, ${PAGES} pages, ms: ${sorted.join(' ')}\n`)
    expect(sorted.at(-1)).toBeLessThan(LIMIT_IN_MS)
  })

  test('keys go from source to source, the text can be had instead, and pages can be turned', async () => {
    const page = await openPage()
    await askOn(page)
    await page.getByRole('button', { name: 'Footnote 1' }).focus()
    await page.keyboard.press('Enter')
    await highlightOf(page).waitFor()
    await page.keyboard.press(']')
    await page.getByRole('heading', { name: 'Source 2' }).waitFor()
    await page.keyboard.press('[')
    await page.getByRole('heading', { name: 'Source 1' }).waitFor()
    await page.getByRole('button', { name: 'Next page' }).click()
    await page.getByText(`Page ${CITED_PAGE + 1} of ${PAGES}`).waitFor()
    await highlightOf(page).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Show as text' }).click()
    expect(await page.locator('aside mark').textContent()).toBe(QUOTES[0])
    expect(await page.getByRole('link', { name: 'Download' }).getAttribute('download')).toBe('Employee handbook 2026')
  })

  test('is made ready as soon as the growing answer names it', async () => {
    const rest = Promise.withResolvers<void>()
    const answer = answered()
    async function* slowly(): AsyncGenerator<AnswerPart> {
      yield { type: 'retrieval-end', passages: 5 }
      for (const citation of answer.citations) yield { type: 'citation', citation }
      yield { type: 'text-delta', text: answer.answer.slice(0, 20) }
      await rest.promise
      yield { type: 'answer-end', answer }
    }
    await using slow = await webFixtureServer({
      dir: import.meta.dirname,
      ask: slowly,
      pdf: longPdf(),
      rectangles: PLACE,
    })
    const page = await openPageOf(
      (browser as OpenedBrowser).context,
      await slow.listen({ port: 0, host: '127.0.0.1' }),
      '/',
    )
    const asked = [/rectangles/, /passages/, /content/].map((part) => page.waitForRequest(part))
    await page.getByLabel('Your question').fill('How many days of annual leave do employees get?')
    await page.keyboard.press('Enter')
    await Promise.all(asked)
    expect(await page.locator('article').getAttribute('aria-busy')).toBe('true')
    rest.resolve()
    await page.getByText('Well supported').waitFor()
  })

  test.each(['light', 'dark'])('nothing stands in the way of anybody in the %s appearance', async (theme) => {
    for (const viewport of [WIDE, NARROW]) {
      const page = await openPage('/', { viewport, cookies: { footnote_theme: theme } })
      await askOn(page)
      await page.getByRole('button', { name: 'Footnote 2' }).click()
      await highlightOf(page).waitFor()
      await page.locator('.textLayer span').first().waitFor({ state: 'attached' })
      expect(await accessibilityViolations(page)).toEqual([])
    }
  })
})

import type { Page } from 'playwright-core'
import { type AskingSite, openAskingSite } from './asking-site.ts'
import { numberOf } from './command-words.ts'
import { madeBook, ruleOfPage } from './made-book.ts'
import { quantile } from './quantile.ts'

/**
 * Milliseconds from the click on a footnote until the page of the PDF is drawn with its highlight, in a real browser
 * against a real server. Each question is asked on a page of its own and cites a place that was not opened before, so that
 * nothing but the viewer's files may be kept from one to the next. Beside it: what the browser asked for meanwhile.
 * Run: node bench/open-citations.ts [pages=600] [openings=20]
 */
const LIMIT_IN_MS = 1_000

const words = process.argv.slice(2)
const pages = numberOf(words, 'pages', 600)
const openings = numberOf(words, 'openings', 20)

const site = await openAskingSite()
if (site !== null) await measure(site)

async function measure(opened: AskingSite): Promise<void> {
  await using site = opened
  const bytes = await madeBook(pages)
  console.log(`a PDF of ${pages} pages and ${(bytes.length / 1e6).toFixed(1)} MB`)
  await site.add([{ name: 'Book of desks.pdf', bytes }])
  const times: number[] = []
  for (let opening = 0; opening < openings; opening += 1) {
    const cited = 1 + ((opening * 7_919 + 411) % pages)
    const page = await site.open()
    const time = await openCitation(page, ruleOfPage(cited).question)
    times.push(time)
    console.log(`${Math.round(time)} ms to page ${cited} ${opening === 0 ? '(first of the browser)' : ''}`)
    if (words.includes('requests')) console.log((await requestsOf(page)).join('\n'))
    await page.close()
  }
  const [p50, p95] = [0.5, 0.95].map((q) => Math.round(quantile(times, q)))
  console.log(JSON.stringify({ pages, openings, p50, p95, worst: Math.round(Math.max(...times)), limit: LIMIT_IN_MS }))
}

async function openCitation(page: Page, question: string): Promise<number> {
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
  const footnote = page.getByRole('button', { name: /^Footnote 1/ }).first()
  await footnote.waitFor()
  await page.locator('article[aria-busy="false"]').waitFor()
  await page.evaluate(() => performance.clearResourceTimings())
  const start = performance.now()
  await footnote.click()
  await page.locator('.page-highlight > span').first().waitFor()
  await page.locator('.pdf-paper canvas').waitFor({ state: 'visible' })
  return performance.now() - start
}

/** What the browser asked for since the click: when, how long, how many bytes. */
async function requestsOf(page: Page): Promise<readonly string[]> {
  const entries = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name, startTime, duration }) => ({ name, startTime, duration })),
  )
  const first = Math.min(...entries.map(({ startTime }) => startTime))
  return entries.map(
    ({ name, startTime, duration }) =>
      `  ${Math.round(startTime - first)} + ${Math.round(duration)} ms: ${new URL(name).pathname}`,
  )
}

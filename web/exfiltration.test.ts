import { pino } from 'pino'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test, vi } from 'vitest'
import type { AnswerPart } from '../src/contracts/orchestration.ts'
import { createAnalysers } from '../src/language/analyser.ts'
import { createOrchestration } from '../src/orchestration/orchestration.ts'
import { DEFAULT_WORDING } from '../src/orchestration/prompts/default-wording.ts'
import type { ChatModel } from '../src/platform/chat-model/chat-model.ts'
import { contextFor } from '../src/testing/call-contexts.ts'
import { EXFILTRATION_VARIANTS } from '../src/testing/exfiltration-variants.ts'
import { openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { rankedPassage, searchOutput } from '../src/testing/ranked-passages.ts'
import { PASSAGE_START, webFixtureServer } from '../src/testing/web-fixture-server.ts'

const QUESTION = 'What do the rules say of the travel card?'
const VARIANTS_PER_ANSWER = 20
const STEP_TIMEOUT_IN_MS = 20_000
const BETWEEN_LINES = '\n\n'
/** Attributes that make a browser ask for something. */
const ASKING = '[src],[srcset],[href],[action],[formaction],[ping],[poster],[data],[background],[style]'

type Way = 'written by a model' | 'quoted from a document' | 'sent without any cleaning'

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: { width: 1280, height: 900 } }) : null
afterAll(() => browser?.[Symbol.asyncDispose]())

const lineOf = (variant: string, n: number) => `Rule ${n} of the travel card is kept by the desk ${n}: ${variant}`

/** Answer with every one of these texts, as a hostile model or document would have it. */
async function* answer(way: Way, variants: readonly string[]): AsyncGenerator<AnswerPart> {
  const lines = variants.map(lineOf)
  const title = `Rules ${variants[0]}`
  const passage = rankedPassage({
    text: lines.join(BETWEEN_LINES),
    title,
    heading: [variants.at(-1) ?? ''],
    start: PASSAGE_START,
  })
  const mode = way === 'written by a model' ? 'model' : 'extractive'
  const stream: ChatModel['stream'] = async function* () {
    let start = 0
    for (const [n, line] of lines.entries()) {
      const end = start + line.length
      const quoted = { start, end, mark: n % 2 === 0 ? null : '-' }
      if (mode === 'model') yield { type: 'text-delta', text: `${line} [1]\n` }
      else yield { type: 'quote', number: 1, start, end, lines: [quoted], leftOut: null }
      start = end + BETWEEN_LINES.length
    }
    yield { type: 'end', finish: 'stop', promptTokens: 1, completionTokens: 1 }
  }
  const price = { prompt: 0, completion: 0 }
  const orchestration = createOrchestration({
    retrieval: { search: async () => searchOutput([passage]) },
    models: [{ name: 'hostile', mode, price, contextWindowTokens: 100_000, countTokens: () => 1, stream }],
    activeWording: async () => DEFAULT_WORDING,
    analysers: createAnalysers(),
    readHistory: async () => [],
    countUnreadable: async () => 0,
    recordAnswer: async () => undefined,
    budgets: { reserve: async () => null },
    logger: pino({ enabled: false }),
  })
  for await (const part of orchestration.ask({ query: QUESTION, top_k: 5 }, contextFor())) {
    if (way !== 'sent without any cleaning' || part.type !== 'answer-end') yield part
    else yield { ...part, answer: { ...part.answer, answer: `${lines.join('\n')} [1]` } }
  }
}

/** Everything that happens in a page and must not. */
function watch(page: Page, address: string): string[] {
  const seen: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== address) seen.push(`asked ${request.url()}`)
  })
  page.on('websocket', (socket) => seen.push(`socket ${socket.url()}`))
  page.on('popup', () => seen.push('popup'))
  page.on('dialog', (dialog) => {
    seen.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('framenavigated', (frame) => {
    if (!frame.url().startsWith(`${address}/`)) seen.push(`went to ${frame.url()}`)
  })
  page.on('pageerror', (error) => seen.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') seen.push(message.text())
  })
  return seen
}

describe.skipIf(browser === null)(`${EXFILTRATION_VARIANTS.length} ways of carrying data out of a page`, () => {
  test('are at least 200 different ones', () => {
    expect(new Set(EXFILTRATION_VARIANTS).size).toBeGreaterThanOrEqual(200)
  })

  test('would be seen if one worked', async () => {
    await using server = await webFixtureServer({ dir: import.meta.dirname })
    const address = await server.listen({ port: 0, host: '127.0.0.1' })
    const page = await browser?.context.newPage()
    if (page === undefined) throw new Error('no browser')
    const seen = watch(page, address)
    await page.goto(address)
    await page.evaluate(() => {
      new Image().src = 'https://collector.example/p'
    })
    await vi.waitFor(() => expect(seen.join(' ')).toContain('collector.example'))
    await page.close()
  })

  test.each<Way>(['written by a model', 'quoted from a document', 'sent without any cleaning'])(
    'ask nobody, run nothing and open nothing when they are %s',
    async (way) => {
      let variants: readonly string[] = []
      const app = await webFixtureServer({
        dir: import.meta.dirname,
        ask: () => answer(way, variants),
        passage: () => variants.map(lineOf).join(BETWEEN_LINES),
      })
      const address = await app.listen({ port: 0, host: '127.0.0.1' })
      await browser?.context.addCookies([{ name: 'session', value: 'yes', url: address }])
      const page = await browser?.context.newPage()
      if (page === undefined) throw new Error('no browser')
      page.setDefaultTimeout(STEP_TIMEOUT_IN_MS)
      const seen = watch(page, address)
      let shown = 0
      for (let start = 0; start < EXFILTRATION_VARIANTS.length; start += VARIANTS_PER_ANSWER) {
        variants = EXFILTRATION_VARIANTS.slice(start, start + VARIANTS_PER_ANSWER)
        await page.goto(address)
        await page.getByLabel('Your question').fill(QUESTION)
        await page.keyboard.press('Enter')
        await page.getByText('supported').first().waitFor()
        await page.getByRole('button', { name: 'Footnote 1' }).first().click()
        await page.locator('aside[aria-label=Source] mark').waitFor()
        const text = (await page.locator('main').textContent()) ?? ''
        shown += variants.filter((_, n) => text.includes(`kept by the desk ${n}`)).length
        const foreign = await page.evaluate((asking) => {
          const texts = Array.from(document.querySelectorAll(asking), (element) => element.outerHTML)
          return texts.filter((html) => /^<[^>]*(?:collector|javascript:|salary)/i.test(html))
        }, ASKING)
        expect(foreign).toEqual([])
        expect(await page.evaluate(() => 'leaked' in window)).toBe(false)
      }
      await page.close()
      await app.close()
      expect(seen).toEqual([])
      expect(shown).toBeGreaterThan(EXFILTRATION_VARIANTS.length / 2)
    },
    120_000,
  )
})

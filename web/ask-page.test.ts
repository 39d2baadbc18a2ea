import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ABSTENTION, type AnswerPart } from '../src/contracts/orchestration.ts'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { NARROW, type OpenPageOptions, openPage as openPageOf, WIDE } from '../src/testing/open-page.ts'
import { answered, QUOTES, webFixtureServer } from '../src/testing/web-fixture-server.ts'

const SOURCE = 'aside[aria-label=Source]'

/** What the page asks the server from now on. */
function asksOf(page: Page): unknown[] {
  const asked: unknown[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/api/ask')) asked.push(request.postDataJSON())
  })
  return asked
}

/** An answer with a list, as it arrives. */
async function* listParts(): AsyncGenerator<AnswerPart> {
  const answer = 'Employees may take: [1]\n\n- annual leave [1]\n- sick leave [1]\n\nAsk your manager. [2]'
  const envelope = { ...answered(), answer }
  for (const citation of envelope.citations) yield { type: 'citation', citation }
  for (const text of answer.match(/.{1,9}/gs) ?? []) yield { type: 'text-delta', text }
  yield { type: 'answer-end', answer: envelope }
}

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null

async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel('Your question').fill(question)
  await page.keyboard.press('Enter')
}

describe.skipIf(browser === null)('the web client in a real browser', () => {
  let app: FastifyInstance
  let address = ''

  beforeAll(async () => {
    const ask = (query: string) => (query.includes('Which kinds') ? listParts() : undefined)
    app = await webFixtureServer({ dir: import.meta.dirname, pauseInMs: 5, ask })
    address = await app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await app.close()
  })

  const openPage = (path = '/', options: OpenPageOptions = {}) =>
    openPageOf((browser as OpenedBrowser).context, address, path, options)

  test('a footnote of a streamed answer opens its source with the quoted words highlighted', async () => {
    const page = await openPage()
    await ask(page, 'How many days of annual leave do employees get?')
    await page.getByText('Well supported').waitFor()
    await page.getByRole('button', { name: 'Footnote 2' }).click()
    await page.locator(SOURCE).locator('mark').waitFor()
    expect(await page.locator(SOURCE).locator('mark').textContent()).toBe(QUOTES[1])
    expect(await page.locator(SOURCE).locator('mark').isVisible()).toBe(true)
    const original = page.getByRole('link', { name: 'Open the original (page 12)' })
    expect(await original.getAttribute('href')).toMatch(/^\/api\/documents\/[\w-]+\/content\?version=3#page=12$/)
  })

  test('a list of an answer is a list, with a footnote at every item', async () => {
    const page = await openPage()
    await ask(page, 'Which kinds of leave are there?')
    await page.getByText('Well supported').waitFor()
    const items = page
      .getByRole('region', { name: 'Questions and answers' })
      .locator('ul > li')
      .filter({ hasText: 'leave' })
    expect(await items.count()).toBe(2)
    expect(await items.getByRole('button', { name: 'Footnote 1' }).count()).toBe(2)
    expect(await accessibilityViolations(page)).toEqual([])
  })

  test('the keyboard alone opens a footnote, and Esc gives the focus back to it', async () => {
    const page = await openPage()
    await ask(page, 'How many days of annual leave do employees get?')
    await page.getByText('Well supported').waitFor()
    await page.getByRole('button', { name: 'Footnote 1' }).focus()
    await page.keyboard.press('Enter')
    await page.locator(SOURCE).locator('mark').waitFor()
    await page.keyboard.press('Escape')
    await page.locator(SOURCE).waitFor({ state: 'detached' })
    expect(await page.locator(':focus').getAttribute('aria-label')).toContain('Footnote 1')
  })

  test.each([
    ['its button', (page: Page) => page.getByRole('button', { name: 'Close the source' }).click()],
    ['Esc', (page: Page) => page.keyboard.press('Escape')],
  ])('on a small screen the source is a dialog, and closing it by %s gives the focus back', async (_by, close) => {
    const page = await openPage('/', { viewport: NARROW })
    await ask(page, 'How many days of annual leave do employees get?')
    await page.getByRole('button', { name: 'Footnote 1' }).click()
    await page.locator('[role=dialog] mark').waitFor()
    expect(await page.locator('[role=dialog] mark').textContent()).toBe(QUOTES[0])
    await close(page)
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await page.locator(':focus').getAttribute('aria-label')).toContain('Footnote 1')
  })

  test('an abstention says so and shows the nearest passages', async () => {
    const page = await openPage()
    await ask(page, 'How long is a day on Mars?')
    await page.getByText(ABSTENTION).waitFor()
    await page.getByRole('button', { name: 'Travel policy' }).click()
    await page.locator(SOURCE).getByText('Leave is requested in the staff portal').waitFor()
    expect(await page.locator(SOURCE).locator('mark').count()).toBe(0)
  })

  test.each([
    ['a year', 'How many days of annual leave, after 2025?', 'Only documents updated after 2025-01-01'],
    ['a kind of file', 'How many days of annual leave, in PDFs?', 'Only in PDFs'],
    ['a collection', 'How many days of annual leave, in the collection?', 'Only in the collection “People and leave”'],
  ])('%s that a question names is shown, and asked again without when it is removed', async (_what, question, text) => {
    const page = await openPage()
    const asked = asksOf(page)
    await ask(page, question)
    const chip = page.getByRole('button', { name: `Remove: ${text}` })
    await page.getByText('Well supported').waitFor()
    expect(await chip.textContent()).toBe(text)
    await chip.click()
    await chip.waitFor({ state: 'detached' })
    await page.getByText('Well supported').waitFor()
    expect(asked).toMatchObject([{ query: question }, { query: question, interpret: false }])
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([question])
    expect(await page.getByText(text).count()).toBe(0)
  })

  test('what was read from a question and what became of a document are told in the language of the page', async () => {
    const page = await openPage('/', { cookies: { footnote_language: 'de' } })
    await page.getByLabel('Ihre Frage').fill('How many days of annual leave, after 2025?')
    await page.keyboard.press('Enter')
    await page.getByText('Nur Dokumente mit Stand nach 2025-01-01').waitFor()
    await page.goto(`${address}/documents`)
    await page.getByText('Speichern Sie eine Kopie ohne Kennwort und fügen Sie diese hinzu.').waitFor()
    // What only the server knows to say is marked as what it is.
    expect(await page.getByText('switch text recognition on').getAttribute('lang')).toBe('en')
  })

  test('of several things that were understood none can be removed alone; all are taken back together', async () => {
    const page = await openPage()
    const asked = asksOf(page)
    await ask(page, 'How many days of anual leave, in PDFs after 2025?')
    await page.getByText('Well supported').waitFor()
    expect(await page.getByText('Only in PDFs').isVisible()).toBe(true)
    expect(await page.getByText('Searched for “annual” instead of “anual”.').isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: /^Remove: / }).count()).toBe(0)
    await page.getByRole('button', { name: 'Search for the words as they are' }).click()
    await page.getByText('Only in PDFs').waitFor({ state: 'detached' })
    await page.getByText('Well supported').waitFor()
    expect(asked.at(-1)).toMatchObject({ interpret: false })
  })

  test('earlier questions stay above, and a suggestion asks at once', async () => {
    const page = await openPage()
    await page.getByRole('button', { name: 'What does Travel policy say about Booking?' }).click()
    await page.getByText('Well supported').waitFor()
    await ask(page, 'How long is a day on Mars?')
    await page.getByText(ABSTENTION).waitFor()
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'What does Travel policy say about Booking?',
      'How long is a day on Mars?',
    ])
  })

  test('an answer that is begun before the page knows who is signed in stays', async () => {
    const page = await openPage()
    const known = Promise.withResolvers<void>()
    await page.exposeFunction('tellSession', known.resolve)
    await page.route('**/api/session', async (route) => {
      await known.promise
      await route.continue()
    })
    await page.reload()
    await page.getByRole('button', { name: 'What does Travel policy say about Booking?' }).waitFor()
    // The session arrives in the moment between the beginning of a conversation and the page showing its address.
    await page.evaluate(() => {
      const replace = history.replaceState.bind(history)
      history.replaceState = (...change) => {
        ;(globalThis as unknown as { tellSession: () => void }).tellSession()
        setTimeout(() => replace(...change), 1_000)
      }
    })
    await ask(page, 'How many days of annual leave, in PDFs?')
    await page.getByText('Well supported').waitFor()
    await page.waitForURL(/conversation=/)
    await page.getByRole('button', { name: 'Account and display of Ada Marlowe' }).waitFor()
    expect(await page.getByText('Only in PDFs').isVisible()).toBe(true)
  })

  test('Esc stops an answer and keeps what had arrived', async () => {
    const page = await openPage()
    await ask(page, 'What takes long?')
    await page.locator('article p', { hasText: 'Every' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Stopped before the answer was complete.').waitFor()
    expect(await page.getByText('Well supported').count()).toBe(0)
  })

  test('an exceeded quota is told in the server’s words, and the retry waits as long as it was told to', async () => {
    const page = await openPage()
    await ask(page, 'What if I ask too often?')
    await page.getByText('You may ask 60 questions a minute').waitFor()
    expect(await page.getByRole('button', { name: /Try again in \d s/ }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Try again', exact: true }).click()
    await page.getByRole('button', { name: /Try again in \d s/ }).waitFor()
  })

  test('an answer that fails half-way keeps its words and offers to try again', async () => {
    const page = await openPage()
    await ask(page, 'What if it breaks?')
    await page.getByText('The language model is not available').waitFor()
    expect(await page.locator('article p', { hasText: /^Every fu/ }).isVisible()).toBe(true)
    expect(await page.getByRole('button', { name: 'Try again', exact: true }).isEnabled()).toBe(true)
  })

  test('without a session the page leads to signing in and back', async () => {
    const page = await openPage('/', { signedIn: false })
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
    expect(await page.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/auth/login?return_to=%2F')
    expect(await page.getByLabel('Your question').count()).toBe(0)
  })

  test('signing out ends at the same page', async () => {
    const page = await openPage()
    await page.getByRole('button', { name: 'Account and display of Ada Marlowe' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
  })

  test('a question over the limit is counted and cannot be sent', async () => {
    const page = await openPage()
    await page.getByLabel('Your question').fill('x'.repeat(2_003))
    await page.getByText('3 over the limit').waitFor()
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true)
  })

  test('the first Tab stop of a page skips to its content', async () => {
    const page = await openPage('/documents')
    await page.getByText('Payroll archive').waitFor()
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to content')
  })

  test('a file that is received appears in the library, a refused one says why, and a deleted one goes', async () => {
    const page = await openPage('/documents')
    await page.getByLabel('choose files').setInputFiles([
      { name: 'archive.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') },
      { name: 'Parental leave.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-') },
    ])
    await page.getByRole('link', { name: 'Parental leave.pdf' }).waitFor()
    await page.getByText('Send a PDF, Word, web or text file instead.').waitFor()
    await page.getByRole('button', { name: 'Delete Payroll archive' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('link', { name: 'Payroll archive' }).waitFor({ state: 'detached' })
    await page.getByText('“Payroll archive” was deleted').waitFor()
  })
})

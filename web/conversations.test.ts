import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { NARROW, type OpenPageOptions, openPage as openPageOf, WIDE } from '../src/testing/open-page.ts'
import { PAST_CONVERSATION } from '../src/testing/web-fixture-conversations.ts'
import { webFixtureServer } from '../src/testing/web-fixture-server.ts'

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null
const QUESTION = 'How many days of annual leave do employees get?'

describe.skipIf(browser === null)('conversations, filters and feedback', () => {
  let app: FastifyInstance
  let empty: FastifyInstance
  let address = ''
  let emptyAddress = ''
  const openPage = (path = '/', options: OpenPageOptions = {}, at = address) =>
    openPageOf((browser as OpenedBrowser).context, at, path, options)

  beforeAll(async () => {
    app = await webFixtureServer({ dir: import.meta.dirname })
    address = await app.listen({ port: 0, host: '127.0.0.1' })
    empty = await webFixtureServer({ dir: import.meta.dirname, library: 'empty' })
    emptyAddress = await empty.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await app.close()
    await empty.close()
  })

  test('questions go with one conversation, whose address shows it again', async () => {
    const page = await openPage()
    const asked: { readonly conversation_id?: string }[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/api/ask')) asked.push(request.postDataJSON())
    })
    const box = page.getByLabel('Your question')
    await box.fill(QUESTION)
    await page.keyboard.press('Enter')
    await page.getByText('Well supported').waitFor()
    await box.fill('And after ten years?')
    await page.keyboard.press('Enter')
    await page.getByText('Well supported').nth(1).waitFor()
    const { searchParams } = new URL(page.url())
    expect(asked.map(({ conversation_id }) => conversation_id)).toEqual(Array(2).fill(searchParams.get('conversation')))
    await page.reload()
    await page.getByRole('heading', { level: 2, name: QUESTION }).waitFor({ timeout: 30_000 })
  })

  test('an earlier conversation opens with what became of its sources, and another is begun by one key', async () => {
    const page = await openPage()
    await page.getByRole('button', { name: QUESTION, exact: true }).click()
    await page.getByText('A source has changed since this was answered.').waitFor()
    expect(await page.getByText('Newer version').count()).toBe(2)
    expect(new URL(page.url()).searchParams.get('conversation')).toBe(PAST_CONVERSATION.id)
    await page.getByRole('heading', { level: 2 }).click()
    await page.keyboard.press('n')
    await page.getByRole('heading', { name: 'Ask your documents' }).waitFor()
    await page.goBack()
    await page.getByText('A source has changed since this was answered.').waitFor()
  })

  test('conversations are found, renamed and deleted', async () => {
    const page = await openPage()
    const list = page.getByRole('list', { name: 'Conversations' })
    await page.getByLabel('Search conversations').fill('lost laptops')
    await list.getByRole('button', { name: QUESTION, exact: true }).waitFor({ state: 'detached' })
    await list.getByRole('button', { name: /^More for Lost laptops/ }).click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByLabel('Title').fill('Lost laptops, again')
    await page.keyboard.press('Enter')
    await list.getByRole('button', { name: 'Lost laptops, again', exact: true }).waitFor()
    await list.getByRole('button', { name: 'More for Lost laptops, again' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No conversation has these words.').waitFor()
  })

  test('an address of a conversation that is not one’s own says so', async () => {
    const page = await openPage('/?conversation=00000000-0000-4000-8000-000000000000')
    await page.getByText('Check the id; it must be of a conversation that you began.').waitFor()
  })

  test('filters go with the question and can be taken back', async () => {
    const page = await openPage()
    const bodies: { readonly filters?: object }[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/api/ask')) bodies.push(request.postDataJSON())
    })
    await page.getByRole('button', { name: 'Type' }).click()
    await page.getByRole('menuitemradio', { name: 'PDF' }).click()
    await page.getByLabel('Your question').fill(QUESTION)
    await page.keyboard.press('Enter')
    await page.getByText('Well supported').waitFor()
    await page.getByRole('button', { name: 'Remove Type: PDF' }).click()
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page.getByLabel('Your question').fill('And without?')
    await page.keyboard.press('Enter')
    await page.getByText('Well supported').nth(1).waitFor()
    expect(bodies.at(0)?.filters).toEqual({ media_types: ['application/pdf'] })
    expect(bodies.at(-1)).not.toHaveProperty('filters')
  })

  test('a question can be changed in its place, and its old answer is forgotten', async () => {
    const page = await openPage()
    await page.getByLabel('Your question').fill(QUESTION)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await page.getByLabel('The question, changed').fill('How long is a day on Mars?')
    const forgotten = page.waitForRequest((request) => request.method() === 'DELETE')
    await page.keyboard.press('Enter')
    expect((await forgotten).url()).toMatch(/\/api\/answers\/[\w-]+$/)
    await page.getByText('These passages come nearest.').waitFor()
    await page.getByText('2 documents that you may see could not be read').waitFor()
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(['How long is a day on Mars?'])
  })

  test('feedback is sent with its reason and words, and is shown as given', async () => {
    const page = await openPage()
    await page.getByLabel('Your question').fill(QUESTION)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Bad answer' }).click()
    await page.getByText('It is out of date').click()
    await page.getByLabel('In your words').fill('It is 30 days now.')
    expect(await accessibilityViolations(page)).toEqual([])
    const sent = page.waitForRequest((request) => request.url().endsWith('/feedback'))
    await page.getByRole('button', { name: 'Send' }).click()
    expect((await sent).postDataJSON()).toEqual({ rating: 'down', reason: 'outdated', text: 'It is 30 days now.' })
    await page.getByText('Thank you, your feedback was kept').waitFor()
    expect(await page.getByRole('button', { name: 'Bad answer' }).getAttribute('aria-pressed')).toBe('true')
  })

  test('a weak answer warns before its words', async () => {
    const page = await openPage()
    await page.getByLabel('Your question').fill('What if it is weak?')
    await page.keyboard.press('Enter')
    await page.getByText('The sources carry this answer only weakly.').waitFor()
    await page.getByText('Weakly supported').waitFor()
  })

  test('an empty library says where to fill it', async () => {
    const page = await openPage('/', {}, emptyAddress)
    await page.getByText('There is no document yet').waitFor()
    expect(await page.getByRole('link', { name: 'Add documents' }).getAttribute('href')).toBe('/documents')
    expect(await accessibilityViolations(page)).toEqual([])
  })

  test('on a small screen conversations are a drawer that gives the focus back', async () => {
    const page = await openPage('/', { viewport: NARROW })
    await page.getByRole('button', { name: 'Show conversations' }).click()
    await page.getByRole('dialog').getByRole('button', { name: QUESTION, exact: true }).waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Show conversations')
  })

  test('what a screen reader hears of an answer is that it began and that it is ready', async () => {
    const page = await openPage()
    await page.evaluate(() => {
      const heard: string[] = []
      Object.assign(window, { heard })
      const output = document.querySelector('main > output')
      if (output === null) throw new Error('no status')
      new MutationObserver(() => heard.push(output.textContent ?? '')).observe(output, {
        childList: true,
        characterData: true,
        subtree: true,
      })
    })
    await page.getByLabel('Your question').fill(QUESTION)
    await page.keyboard.press('Enter')
    await page.getByText('Well supported').waitFor()
    expect(await page.evaluate('heard')).toEqual(['Answering', 'Answer ready'])
    expect(await page.locator('article [aria-live], article output, article [role=status]').count()).toBe(1)
  })

  test.each(['light', 'dark'])('nothing stands in the way of anybody in the %s appearance', async (theme) => {
    const page = await openPage('/', { cookies: { footnote_theme: theme } })
    await page.getByRole('button', { name: 'What does Travel policy say about Booking?' }).waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    await page.getByLabel('Your question').fill('What if it is weak?')
    await page.keyboard.press('Enter')
    await page.getByText('Weakly supported').waitFor()
    await page.getByRole('button', { name: 'Footnote 1' }).click()
    await page.locator('aside mark').waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    await page.getByLabel('Your question').fill('How long is a day on Mars?')
    await page.keyboard.press('Enter')
    await page.getByText('These passages come nearest.').waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
  })
})

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityViolations } from '../src/testing/accessibility.ts'
import { type OpenedBrowser, openBrowser, webIsBuilt } from '../src/testing/open-browser.ts'
import { openPage, WIDE } from '../src/testing/open-page.ts'
import { openRealSite, type RealSite } from '../src/testing/open-real-site.ts'

const browser = webIsBuilt(import.meta.dirname) ? await openBrowser({ viewport: WIDE }) : null

describe.skipIf(browser === null)('a folder that is uploaded', () => {
  let site: RealSite
  let folders = ''

  beforeAll(async () => {
    site = await openRealSite()
    folders = await mkdtemp(join(tmpdir(), 'footnote-folders-'))
  })
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await site?.[Symbol.asyncDispose]()
    await rm(folders, { recursive: true, force: true })
  })

  async function openDocuments(): Promise<Page> {
    const page = await openPage((browser as OpenedBrowser).context, site.server.baseUrl, '/documents', {
      signedIn: false,
      cookies: site.admin,
    })
    // Files are read one after the other.
    page.setDefaultTimeout(30_000)
    return page
  }

  /** A folder with three files, each of which says the name of the folder. */
  async function folderNamed(name: string): Promise<string> {
    const folder = join(folders, name)
    await mkdir(folder)
    for (const file of ['one', 'two', 'three'])
      await writeFile(join(folder, `${name}-${file}.txt`), `${name} ${file}.\n`)
    return folder
  }
  async function untilReady(page: Page, name: string): Promise<void> {
    for (const file of ['one', 'two', 'three'])
      await page
        .getByRole('listitem')
        .filter({ hasText: `${name}-${file}.txt` })
        .getByText('Ready', { exact: true })
        .waitFor()
  }

  test('goes on where it stopped when the page went away and it is chosen again', async () => {
    const folder = await folderNamed('archive')
    const page = await openDocuments()
    const second = Promise.withResolvers<void>()
    let sent = 0
    await page.route('**/api/documents', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      sent += 1
      if (sent === 1) return route.continue()
      // Its bytes are on their way and never arrive.
      second.resolve()
    })
    await page.getByLabel('a folder').setInputFiles(folder)
    await second.promise
    await page.unroute('**/api/documents')
    await page.reload()
    await page.getByLabel('a folder').setInputFiles(folder)
    await page.getByText('One file was in the library already and was not sent again.').waitFor()
    await untilReady(page, 'archive')
    await page.getByLabel('a folder').setInputFiles(folder)
    await page.getByText('3 files were in the library already and were not sent again.').waitFor()
  })

  test('arrives but for the file whose connection broke, which one button sends again', async () => {
    const page = await openDocuments()
    let sent = 0
    await page.route('**/api/documents', async (route) => {
      if (route.request().method() === 'POST' && ++sent === 2) return route.abort('connectionreset')
      return route.continue()
    })
    await page.getByLabel('a folder').setInputFiles(await folderNamed('ledger'))
    const failed = page.getByRole('list', { name: 'Uploads' }).getByRole('listitem')
    await failed.getByRole('alert').waitFor()
    await page.getByText('1 not sent', { exact: true }).waitFor()
    expect(await accessibilityViolations(page)).toEqual([])
    await page.getByRole('tab', { name: 'Deleted' }).click()
    await failed.waitFor({ state: 'hidden' })
    await page.getByRole('tab', { name: 'Documents' }).click()
    await failed.getByRole('button', { name: /^Send ledger-/ }).click()
    await failed.waitFor({ state: 'detached' })
    await untilReady(page, 'ledger')
  })
})

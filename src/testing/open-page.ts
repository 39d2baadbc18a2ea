import type { BrowserContext, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'

export const WIDE = { width: 1280, height: 800 }
export const NARROW = { width: 390, height: 844 }

/** Far longer than any step takes, and short enough that a broken page is told soon. */
const STEP_TIMEOUT_IN_MS = 8_000

/** On a machine that runs other tests as well. */
const START_TIMEOUT_IN_MS = 30_000

export interface OpenPageOptions {
  readonly signedIn?: boolean
  readonly viewport?: { readonly width: number; readonly height: number }
  /** Cookies by name: `footnote_theme`, `footnote_language` and the like. */
  readonly cookies?: Readonly<Record<string, string>>
}

/**
 * A page of its own, signed in at the fixtures' server; after the test no script failed, no policy was breached and no
 * other origin was asked.
 */
export async function openPage(
  context: BrowserContext,
  address: string,
  path: string,
  { signedIn = true, viewport = WIDE, cookies = {} }: OpenPageOptions = {},
): Promise<Page> {
  await context.clearCookies()
  const all = { ...cookies, ...(signedIn ? { session: 'yes' } : {}) }
  await context.addCookies(Object.entries(all).map(([name, value]) => ({ name, value, url: address })))
  const page = await context.newPage()
  page.setDefaultTimeout(STEP_TIMEOUT_IN_MS)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // The browser logs every refused request by itself; those are the errors under test.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text())
    }
  })
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol !== 'blob:' && origin !== address) complaints.push(`asked ${request.url()}`)
  })
  onTestFinished(async () => {
    await page.close()
    expect(complaints).toEqual([])
  })
  await page.setViewportSize(viewport)
  await page.goto(address + path)
  await page.waitForFunction(isTakenOver, undefined, { timeout: START_TIMEOUT_IN_MS })
  return page
}

/** As much of a document as is needed here. */
interface PageDocument {
  readonly body: object
  readonly querySelectorAll: (selectors: string) => Iterable<object>
}

/**
 * Whether React has taken over what the server rendered: it leaves a mark on each element that it knows. What is clicked
 * before is lost, and nobody who looks at a page is as quick as a test.
 */
function isTakenOver(): boolean {
  // It runs in the page, where there is a document.
  const { document } = globalThis as unknown as { document: PageDocument }
  const known = (element: object) => Object.keys(element).some((key) => key.startsWith('__reactProps'))
  return known(document.body) && Array.from(document.querySelectorAll('button, textarea, input')).every(known)
}

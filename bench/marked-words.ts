import type { Page } from 'playwright-core'

/** What is marked in the opened source, as somebody who looks at it sees it. */
export interface MarkedWords {
  /** "none" when nothing was marked. */
  readonly shown: 'page' | 'text' | 'none'
  readonly words: string
  /** Whether the mark begins in the part of the source that is on the screen. */
  readonly inView: boolean
}

const MARKED_WITHIN_IN_MS = 20_000
const NOTHING: MarkedWords = { shown: 'none', words: '', inView: false }

/**
 * Runs in the page; a text because the types of pages are not those of this folder. A word of the text layer belongs to the
 * mark when its middle lies in a rectangle: the layer knows where words stand, but not each of their letters.
 */
const WORDS_IN_RECTANGLES = `(() => {
  const boxes = [...document.querySelectorAll('.page-highlight > span')].map((box) => box.getBoundingClientRect())
  const walker = document.createTreeWalker(document.querySelector('.textLayer'), NodeFilter.SHOW_TEXT)
  const words = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    for (const found of node.textContent.matchAll(/\\S+/g)) {
      const range = document.createRange()
      range.setStart(node, found.index)
      range.setEnd(node, found.index + found[0].length)
      const { left, right, top, bottom } = range.getBoundingClientRect()
      const [x, y] = [(left + right) / 2, (top + bottom) / 2]
      if (boxes.some((box) => x > box.left && x < box.right && y > box.top && y < box.bottom)) words.push(found[0])
    }
  }
  return words.join(' ')
})()`

const IS_IN_VIEW = `((mark) => {
  const frame = mark.closest('.overflow-y-auto').getBoundingClientRect()
  const { top, bottom, height } = mark.getBoundingClientRect()
  return height > 0 && top < frame.bottom && bottom > frame.top
})`

/** Wait until the source of a footnote is shown, and read what is marked in it. */
export async function markedWords(page: Page): Promise<MarkedWords> {
  const mark = page.locator('aside mark, aside .page-highlight > span').first()
  try {
    await mark.waitFor({ timeout: MARKED_WITHIN_IN_MS })
  } catch {
    return NOTHING
  }
  if ((await page.locator('aside mark').count()) > 0) {
    const words = (await page.locator('aside mark').allTextContents()).join(' ')
    return { shown: 'text', words, inView: await isInView(page, 'aside mark') }
  }
  await page.locator('.textLayer .endOfContent').waitFor({ state: 'attached' })
  const words = await page.evaluate<string>(WORDS_IN_RECTANGLES)
  return { shown: 'page', words, inView: await isInView(page, '.page-highlight > span') }
}

function isInView(page: Page, selector: string): Promise<boolean> {
  return page.evaluate<boolean>(`${IS_IN_VIEW}(document.querySelector(${JSON.stringify(selector)}))`)
}

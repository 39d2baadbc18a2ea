import type { Block } from './parsed-document.ts'

/** The canonical text of one page, slide or sheet; without a number where the format has no pages. */
export interface PageText {
  readonly page?: number
  readonly text: string
}

/** The canonical text page by page, in reading order; one entry without a number for what stands on no page. */
export function pagesOf({ text, blocks }: { readonly text: string; readonly blocks: readonly Block[] }): PageText[] {
  const texts = new Map<number | null, string[]>()
  for (const { page, start, end } of blocks) {
    const pieces = texts.get(page)
    if (pieces === undefined) texts.set(page, [text.slice(start, end)])
    else pieces.push(text.slice(start, end))
  }
  return Array.from(texts, ([page, pieces]) => ({ ...(page === null ? {} : { page }), text: pieces.join('\n\n') }))
}

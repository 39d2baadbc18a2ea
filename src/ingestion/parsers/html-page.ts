import type { BlockDraft } from './assemble-document.ts'
import { createHtmlTables, type HtmlTables } from './html-tables.ts'

export interface HtmlContent {
  readonly title: string
  readonly blocks: readonly BlockDraft[]
}

/** Takes the tags and texts of a page in order and makes blocks of them. */
export interface HtmlPage {
  readonly open: (name: string) => void
  readonly text: (text: string) => void
  readonly close: (name: string) => void
  readonly finish: () => HtmlContent
}

type Frame = Pick<BlockDraft, 'kind' | 'level'>

const BLOCKS = new Set(
  (
    'address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 ' +
    'header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul head title'
  ).split(' '),
)
const HEADING = /^h([1-6])$/
const PARAGRAPH: Frame = { kind: 'paragraph' }

/** Stands for `<br>` until white space is collapsed; HTML has no such character. */
const LINE_BREAK = '\uFDD0'

export function createHtmlPage(): HtmlPage {
  const blocks: BlockDraft[] = []
  const tables = createHtmlTables((draft) => blocks.push(draft))
  let buffer = ''
  let title = ''
  let inTitle = false
  /** Links that touch are set apart by a style, so that they are not one word. */
  let afterLink = false
  let frame = PARAGRAPH

  function flush(): void {
    const text = frame.kind === 'code' ? buffer.replaceAll(LINE_BREAK, '\n') : collapse(buffer)
    buffer = ''
    if (text.trim() === '') return
    if (frame.kind === 'heading' || !tables.take(text)) blocks.push({ ...frame, text })
  }

  return {
    open: (name) => {
      if (name === 'br') buffer += LINE_BREAK
      if (name === 'button' || (name === 'a' && afterLink)) buffer += ' '
      if (!BLOCKS.has(name)) return
      flush()
      inTitle = name === 'title'
      frame = frameOf(name) ?? frame
      if (HEADING.test(name)) tables.markAsLayout()
      openTablePart(tables, name)
    },
    text: (text) => {
      afterLink = false
      if (inTitle) title += text
      else buffer += text
    },
    close: (name) => {
      afterLink = name === 'a'
      if (name === 'button') buffer += ' '
      if (!BLOCKS.has(name)) return
      flush()
      inTitle = false
      if (name === 'table') tables.closeTable()
      if (frameOf(name) !== undefined) frame = PARAGRAPH
    },
    finish: () => {
      flush()
      return { title: collapse(title), blocks }
    },
  }
}

function frameOf(name: string): Frame | undefined {
  const level = HEADING.exec(name)?.[1]
  if (level !== undefined) return { kind: 'heading', level: Number(level) }
  if (name === 'pre') return { kind: 'code' }
  return name === 'li' ? { kind: 'list_item' } : undefined
}

function openTablePart(tables: HtmlTables, name: string): void {
  if (name === 'table') tables.openTable()
  else if (name === 'tr') tables.openRow()
  else if (name === 'td' || name === 'th') tables.openCell()
}

function collapse(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ?\uFDD0 ?/g, '\n')
    .trim()
}

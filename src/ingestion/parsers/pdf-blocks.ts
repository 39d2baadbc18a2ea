import type { LayoutBlock } from '@llamaindex/liteparse'
import type { Box } from '../parsed-document.ts'
import { type BlockDraft, tableText } from './assemble-document.ts'
import { boxAround } from './pdf-boxes.ts'

/** The draft of one block of a page; rules and figures have no text. */
export function draftOf(block: LayoutBlock, page: number): BlockDraft[] {
  const place = block.bbox === undefined ? { page } : { page, box: boxOf(block.bbox) }
  switch (block.kind) {
    case 'table': {
      const rows = block.header === undefined ? (block.rows ?? []) : [block.header, ...(block.rows ?? [])]
      return present({
        kind: 'table',
        ...place,
        text: tableText(rows.map((row) => withLabels(row.map((cell) => plain(cell.text))))),
      })
    }
    case 'heading':
      return present({ kind: 'heading', level: block.level ?? 1, ...place, text: plain(block.text ?? '') })
    case 'list_item': {
      // The marker as it stands on the page: a quote that includes the bullet is found again.
      const marker = block.marker === undefined ? '' : `${block.marker} `
      return present({ kind: 'list_item', ...place, text: marker + plain(block.text ?? '') })
    }
    case 'code':
      return present({ kind: 'code', ...place, text: (block.lines ?? [block.text ?? '']).join('\n') })
    case 'paragraph':
    case 'grid_fallback':
      return present({ kind: 'paragraph', ...place, text: plain(block.text ?? (block.lines ?? []).join('\n')) })
    case 'rule':
    case 'figure':
      break
  }
  return []
}

/** Forms set the colon between a label and its value in a column of its own. */
function withLabels(cells: readonly string[]): string[] {
  const row: string[] = []
  for (const cell of cells) {
    const before = row.at(-1) ?? ''
    if (cell.trim() === ':' || (before.endsWith(' :') && cell.trim() !== ''))
      row[row.length - 1] = `${before} ${cell.trim()}`
    else row.push(cell)
  }
  return row
}

function boxOf({ x, y, width, height }: Box): Box {
  return { x, y, width, height }
}

function present(draft: BlockDraft): BlockDraft[] {
  return draft.text.trim() === '' ? [] : [draft]
}

/** A word divided at the end of a line that changes between upright and slanted type: `pop-* ular`. */
const DIVIDED_AT_EMPHASIS = /(?<=\p{L})-(\*{1,3}) (\*{0,3})(?=\p{Ll})/gu
const EMPHASIS = /(\*{1,3})(?=[^\s*])([^*\n]*[^\s*])\1/g
const STRUCK_THROUGH = /~~([^~\n]+)~~/g
const ESCAPED = /\\([\\*~_`#|<>[\](){}+.!/-])/g

/** Stand for characters that were escaped, so that an asterisk of the document is not read as emphasis. */
const DIVIDED = '\u0001'
const KEPT: Readonly<Record<string, string>> = { '*': '\u0002', '~': '\u0003' }

/** Text of a block without the Markdown signs the library puts around bold and slanted runs. */
export function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these stand for escaped characters below and mean nothing in a text
  const source = text.replace(/[\u0001-\u0003]/g, '')
  if (!/[*~\\]/.test(source)) return source
  return source
    .replace(ESCAPED, (_, sign: string) => KEPT[sign] ?? sign)
    .replace(DIVIDED_AT_EMPHASIS, `${DIVIDED}$1 $2`)
    .replace(EMPHASIS, '$2')
    .replace(STRUCK_THROUGH, '$1')
    .replaceAll(`${DIVIDED} `, '')
    .replaceAll(DIVIDED, '')
    .replaceAll(KEPT['*'] ?? '', '*')
    .replaceAll(KEPT['~'] ?? '', '~')
}

const GOES_ON = /[\p{Ll}\p{Lu}\d,;-]$/u
const CONTINUES = /^\p{Ll}{2,}|^\p{Ll} /u
const DIVIDED_WORD = /\p{Ll}-$/u

/**
 * A change of type inside a sentence makes the library start a new block. Put such a block back where its sentence
 * began: the one before ends in the middle of a sentence and this one, on the same page, starts in lower case.
 */
export function joinBrokenParagraphs(drafts: readonly BlockDraft[]): BlockDraft[] {
  const joined: BlockDraft[] = []
  for (const draft of drafts) {
    const before = joined.at(-1)
    if (before !== undefined && isContinuation(before, draft)) {
      const text = joinTexts(before.text, draft.text)
      joined[joined.length - 1] = { ...before, ...asRunningText(before), ...boxOfBoth(before, draft), text }
    } else joined.push(draft)
  }
  return joined
}

function isContinuation(before: BlockDraft, draft: BlockDraft): boolean {
  if (draft.kind !== 'paragraph' || draft.page !== before.page) return false
  if (before.kind === 'heading') return DIVIDED_WORD.test(before.text) && CONTINUES.test(draft.text)
  if (before.kind !== 'paragraph' && before.kind !== 'list_item') return false
  return GOES_ON.test(before.text) && CONTINUES.test(draft.text)
}

function asRunningText(before: BlockDraft): Pick<BlockDraft, 'kind'> {
  return { kind: before.kind === 'heading' ? 'paragraph' : before.kind }
}

function boxOfBoth(before: BlockDraft, draft: BlockDraft): Pick<BlockDraft, 'box'> {
  return before.box === undefined || draft.box === undefined ? {} : { box: boxAround([before.box, draft.box]) }
}

function joinTexts(before: string, after: string): string {
  return DIVIDED_WORD.test(before) ? before.slice(0, -1) + after : `${before} ${after}`
}

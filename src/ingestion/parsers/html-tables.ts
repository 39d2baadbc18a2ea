import { type BlockDraft, tableText } from './assemble-document.ts'

/** A cell longer than this is a piece of page layout, not of a table of facts. */
const MAXIMUM_CELL_LENGTH = 1_000

interface TableFrame {
  readonly rows: string[][]
  /** True once the table turned out to arrange a page: its cells then are ordinary paragraphs. */
  layout: boolean
}

/** Collects the cells of HTML tables while the page streams by; tables that only arrange a page become paragraphs. */
export interface HtmlTables {
  readonly openTable: () => void
  readonly closeTable: () => void
  readonly openRow: () => void
  readonly openCell: () => void
  /** Takes text that belongs to a cell; false when the text stands outside of any table of facts. */
  readonly take: (text: string) => boolean
  /** Whatever holds a heading, a list or another table is page layout. */
  readonly markAsLayout: () => void
}

export function createHtmlTables(emit: (draft: BlockDraft) => void): HtmlTables {
  const frames: TableFrame[] = []

  function emitCells(frame: TableFrame): void {
    for (const row of frame.rows) for (const cell of row) emit({ kind: 'paragraph', text: cell })
    frame.rows.length = 0
  }

  function emitList(rows: readonly (readonly string[])[]): void {
    for (const row of rows) {
      const [marker = '', text = ''] = row.filter((cell) => cell !== '')
      emit({ kind: 'list_item', text: /\w/.test(marker) ? `${marker} ${text}` : text })
    }
  }

  function markAsLayout(): void {
    for (const frame of frames) {
      if (frame.layout) continue
      emitCells(frame)
      frame.layout = true
    }
  }

  return {
    markAsLayout,
    openTable: () => {
      markAsLayout()
      frames.push({ rows: [], layout: false })
    },
    closeTable: () => {
      const frame = frames.pop()
      if (frame === undefined || frame.layout) return
      if (arrangesPage(frame.rows)) emitCells(frame)
      else if (frame.rows.every(isListItem)) emitList(frame.rows)
      else emit({ kind: 'table', text: tableText(withoutEmptyColumns(frame.rows)) })
    },
    openRow: () => {
      frames.at(-1)?.rows.push([])
    },
    openCell: () => {
      const frame = frames.at(-1)
      if (frame === undefined || frame.layout) return
      if (frame.rows.length === 0) frame.rows.push([])
      frame.rows.at(-1)?.push('')
    },
    take: (text) => {
      const frame = frames.at(-1)
      const row = frame?.rows.at(-1)
      if (frame === undefined || frame.layout || row === undefined || row.length === 0) return false
      const before = row.at(-1) ?? ''
      row[row.length - 1] = before === '' ? text : `${before} ${text}`
      return true
    },
  }
}

const LIST_MARKER = /^(?:[•·▪●○◦*–—-]|\(?\w{1,4}[.)])$/

/** Reports indent list items by a table of two cells, marker and text. */
function isListItem(row: readonly string[]): boolean {
  const cells = row.filter((cell) => cell !== '')
  return cells.length === 0 || (cells.length === 2 && LIST_MARKER.test(cells[0] ?? ''))
}

function arrangesPage(rows: readonly (readonly string[])[]): boolean {
  return (
    rows.every((row) => row.length < 2) || rows.some((row) => row.some((cell) => cell.length > MAXIMUM_CELL_LENGTH))
  )
}

/** Reports put figures in grids with empty spacer columns; without them a row reads like a sentence. */
function withoutEmptyColumns(rows: readonly (readonly string[])[]): string[][] {
  const used = new Set<number>()
  for (const row of rows) for (const [column, cell] of row.entries()) if (cell !== '') used.add(column)
  return rows.map((row) => row.filter((_, column) => used.has(column)))
}

import type { OfficeContentNode } from 'officeparser'
import { linearFormula } from './linear-formula.ts'

/** Text of a node and everything in it that is read in line: runs, formulas, line breaks, alternative texts. */
export function inlineText(node: OfficeContentNode): string {
  if (node.type === 'break') return '\n'
  if (node.type === 'image') return ''
  if (isFormula(node)) return linearFormula(node.text ?? '')
  const children = node.children ?? []
  if (children.length === 0) return node.text ?? ''
  return children.map((child) => (isBlock(child) ? `\n${inlineText(child)}\n` : inlineText(child))).join('')
}

export function isFormula(node: OfficeContentNode): boolean {
  return node.type === 'code' && node.metadata?.math !== undefined
}

const BLOCK_TYPES: ReadonlySet<string> = new Set(
  (
    'paragraph heading table list row cell slide sheet page drawing chart admonition definitionList definitionTerm ' +
    'definitionDescription header footer slideMaster'
  ).split(' '),
)

/** True for nodes that stand on lines of their own. Formulas and code inside a paragraph are not. */
export function isBlock(node: OfficeContentNode): boolean {
  return BLOCK_TYPES.has(node.type)
}

/** Rows of a table node, empty cells where the grid has gaps, so that columns stay under their headers. */
export function tableRows(rows: readonly OfficeContentNode[]): string[][] {
  const firstColumn = Math.min(...rows.flatMap((row) => (row.children ?? []).map((cell) => columnOf(cell, 0))))
  return rows.map((row) => {
    const cells: string[] = []
    for (const cell of row.children ?? []) {
      const column = columnOf(cell, cells.length + firstColumn) - firstColumn
      while (cells.length < column && cells.length < MAXIMUM_COLUMNS) cells.push('')
      cells.push(plainNumber(inlineText(cell)))
    }
    return cells
  })
}

/** Sheets may hold a cell in column 16,384; filling up to it would only make bars. */
const MAXIMUM_COLUMNS = 256

function columnOf(node: OfficeContentNode, fallback: number): number {
  return node.type === 'cell' ? (node.metadata?.col ?? fallback) : fallback
}

const STORED_NUMBER = /^-?\d+(?:\.\d+)?(?:E[+-]?\d+)?$/
const SHORTEST_IMPRECISE_NUMBER = 16
/** Digits that rounding takes away when the last ones are noise: 2.5000000000000001E-2, 0.30000000000000004. */
const DIGITS_OF_NOISE = 3

/** Spreadsheets store 2.5 % as 2.5000000000000001E-2: written as people write it. Others keep all their digits. */
function plainNumber(text: string): string {
  if (text.length < SHORTEST_IMPRECISE_NUMBER || !/[.E]/.test(text) || !STORED_NUMBER.test(text)) return text
  const exact = String(Number(text))
  const rounded = String(Number(Number(text).toPrecision(15)))
  return exact.length - rounded.length >= DIGITS_OF_NOISE ? rounded : exact
}

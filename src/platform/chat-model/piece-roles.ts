import { announces, ENDS_LIKE_A_SENTENCE, isHeadingAbove, isShortLine, type Piece } from './passage-pieces.ts'

/**
 * What a piece is good for. Only `text` answers: a heading points at what stands below it, a header row names the columns
 * of the rows below, and `furniture` (menus, page numbers, legal lines) says nothing about its page.
 */
export type PieceRole = 'text' | 'heading' | 'header-row' | 'furniture'

/** Years name columns; other figures are what stands in them. */
const YEARS = /(?<!\p{N})(?:19|20)\p{N}{2}(?!\p{N})/gu
const CELLS = /\s*(?:\||\t)\s*/
const BREADCRUMBS = /\s[·›»→>|]\s/
const MOST_WORDS_OF_A_MENU_ITEM = 4
const LEGAL_LINE =
  /^(?:©|\(c\)|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados)/iu
const PAGE_NUMBER =
  /^(?:(?:page|seite|página|pagina|p\.|s\.)\s*)?\p{N}{1,4}(?:\s*(?:of|von|sur|de|di|van|\/)\s*\p{N}{1,4})?$/iu
const VERSION_LINE = /^(?:version|rev\.?|revision|stand|fassung|v\.?)\s*\p{N}[\p{N}./-]*$/iu
const ADDRESS_ALONE = /^(?:https?:\/\/|www\.)\S+$/i

/** The role of every piece of a passage; `headings` are its title and the headings that it stands under. */
export function rolesOf(pieces: readonly Piece[], headings: readonly string[]): PieceRole[] {
  const known = new Set(headings.map(plain))
  return pieces.map((piece, index) => {
    if (piece.kind === 'table-row') return rowRoleOf(pieces, index)
    if (isFurniture(piece.text) || isVersionOf(headings, piece.text)) return 'furniture'
    if (known.has(plain(piece.text)) || isHeadingAbove(pieces, index) || isAboveTable(pieces, index)) return 'heading'
    return 'text'
  })
}

function rowRoleOf(pieces: readonly Piece[], index: number): PieceRole {
  const [piece, previous, next] = [pieces[index], pieces[index - 1], pieces[index + 1]]
  if (piece === undefined) return 'text'
  const isAlone = previous?.kind !== 'table-row' && next?.kind !== 'table-row'
  if (isAlone) return isMenu(piece.text) ? 'furniture' : 'text'
  return isHeaderRow(pieces, index) ? 'header-row' : 'text'
}

/** The first row of a table when it names the columns, and those under it that go on doing so. */
function isHeaderRow(pieces: readonly Piece[], index: number): boolean {
  const [piece, previous, next] = [pieces[index], pieces[index - 1], pieces[index + 1]]
  if (piece === undefined || next?.kind !== 'table-row') return false
  const hasNoLabel = /^[|\t]/.test(piece.text)
  if (previous?.kind === 'table-row') return hasNoLabel && isHeaderRow(pieces, index - 1)
  if (hasNoLabel) return true
  const isLabelled = !/\p{N}/u.test(piece.text.replace(YEARS, ''))
  return isLabelled && (piece.text.split(CELLS).length > 2 || /\p{N}/u.test(next.text))
}

function isAboveTable(pieces: readonly Piece[], index: number): boolean {
  const [piece, next] = [pieces[index], pieces[index + 1]]
  return piece !== undefined && next?.kind === 'table-row' && isShortLine(piece) && !announces(piece)
}

function isFurniture(text: string): boolean {
  return isMenu(text) || LEGAL_LINE.test(text) || PAGE_NUMBER.test(text) || ADDRESS_ALONE.test(text)
}

/** "Travel policy, version 4" below a page of that title. */
function isVersionOf(headings: readonly string[], text: string): boolean {
  const heading = headings.find((heading) => heading !== '' && plain(text).startsWith(plain(heading)))
  return (
    heading !== undefined &&
    VERSION_LINE.test(
      plain(text)
        .slice(plain(heading).length)
        .replace(/^[\s,;:–-]+/, ''),
    )
  )
}

/** "Home · Policies · Travel": a few words each, no figure, no full stop. */
function isMenu(text: string): boolean {
  const items = text.split(BREADCRUMBS)
  if (items.length < 3 || /\p{N}/u.test(text) || ENDS_LIKE_A_SENTENCE.test(text)) return false
  return items.every((item) => item.trim().split(/\s+/).length <= MOST_WORDS_OF_A_MENU_ITEM)
}

function plain(text: string): string {
  return text.trim().toLowerCase()
}

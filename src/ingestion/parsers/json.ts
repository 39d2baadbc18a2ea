import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, type BlockDraft } from './assemble-document.ts'
import { decodeText } from './decode-text.ts'
import { plainTextBlocks } from './plain-text.ts'

/** What was written: JSON's own values would round long numbers. */
type Written = string | readonly Written[] | { readonly [key: string]: Written }

/** Read JSON, or one JSON value per line: each record a block, one `key path: value` per line. Broken JSON is text. */
export function parseJson(bytes: Uint8Array): ParsedDocument {
  const text = decodeText(bytes).replace(/^\uFEFF/, '')
  const value = parseWhole(text) ?? parseLines(text)
  return assembleDocument(value === null ? plainTextBlocks(text) : recordBlocks(value))
}

function parseWhole(text: string): Written | null {
  try {
    return JSON.parse(text, asWritten) as Written
  } catch {
    return null
  }
}

/** The runtime tells how a value was written; its type definitions do not know that yet. */
function asWritten(_key: string, value: unknown, written?: { readonly source?: string }): unknown {
  if (typeof value === 'string' || (typeof value === 'object' && value !== null)) return value
  return written?.source ?? String(value)
}

function parseLines(text: string): readonly Written[] | null {
  const values: Written[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const value = parseWhole(line)
    if (value === null) return null
    values.push(value)
  }
  return values
}

/** A list at the top, or one that a single key holds, has a record in each entry; an object has one for each key. */
function recordBlocks(value: Written): BlockDraft[] {
  if (isList(value)) return value.map((entry) => paragraph(linesOf(entry, '')))
  if (typeof value === 'string') return [paragraph([value])]
  const drafts: BlockDraft[] = []
  const plain: string[] = []
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'string') plain.push(`${key}: ${entry}`)
    else if (isList(entry)) drafts.push({ kind: 'heading', level: 1, text: key }, ...recordBlocks(entry))
    else drafts.push({ kind: 'heading', level: 1, text: key }, paragraph(linesOf(entry, '')))
  }
  return plain.length === 0 ? drafts : [paragraph(plain), ...drafts]
}

function isList(value: Written): value is readonly Written[] {
  return Array.isArray(value)
}

function paragraph(lines: readonly string[]): BlockDraft {
  return { kind: 'paragraph', text: lines.join('\n') }
}

function linesOf(value: Written, path: string): string[] {
  if (typeof value === 'string') return [path === '' ? value : `${path}: ${value}`]
  if (isList(value)) {
    if (value.every((entry) => typeof entry === 'string')) return linesOf(value.join(', '), path)
    return value.flatMap((entry, index) => linesOf(entry, path === '' ? `${index + 1}` : `${path} ${index + 1}`))
  }
  return Object.entries(value).flatMap(([key, entry]) => linesOf(entry, path === '' ? key : `${path}.${key}`))
}

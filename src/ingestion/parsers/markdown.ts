import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, type BlockDraft, tableText } from './assemble-document.ts'
import { decodeText } from './decode-text.ts'
import { htmlBlocks } from './html.ts'

/** The part of a Markdown syntax tree that is read here. */
interface MarkdownNode {
  readonly type: string
  readonly value?: string | undefined
  readonly alt?: string | null | undefined
  readonly depth?: number | undefined
  readonly children?: readonly MarkdownNode[] | undefined
}

const FRONT_MATTER = /^---[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n---[ \t]*(?:\r?\n|$)/
const FRONT_MATTER_TITLE = /^title:\s*["']?(.+?)["']?\s*$/im

/** Read CommonMark with GitHub tables, task lists, footnotes and strikethrough. */
export function parseMarkdown(bytes: Uint8Array): ParsedDocument {
  const source = decodeText(bytes)
  const matter = FRONT_MATTER.exec(source)
  const root: MarkdownNode = fromMarkdown(source.slice(matter?.[0].length ?? 0), {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  })
  const drafts: BlockDraft[] = []
  walk(root, drafts)
  const heading = drafts.find((draft) => draft.kind === 'heading' && draft.level === 1)
  return assembleDocument(drafts, { title: FRONT_MATTER_TITLE.exec(matter?.[1] ?? '')?.[1] ?? heading?.text })
}

function walk(node: MarkdownNode, drafts: BlockDraft[]): void {
  switch (node.type) {
    case 'heading':
      drafts.push({ kind: 'heading', level: node.depth ?? 1, text: inlineText(node) })
      break
    case 'paragraph':
      drafts.push({ kind: 'paragraph', text: inlineText(node) })
      break
    case 'code':
      drafts.push({ kind: 'code', text: node.value ?? '' })
      break
    case 'table':
      drafts.push({
        kind: 'table',
        text: tableText((node.children ?? []).map((row) => (row.children ?? []).map(inlineText))),
      })
      break
    case 'html':
      drafts.push(...htmlBlocks(node.value ?? '').blocks)
      break
    case 'listItem':
      walkListItem(node, drafts)
      break
    default:
      for (const child of node.children ?? []) walk(child, drafts)
  }
}

function walkListItem(item: MarkdownNode, drafts: BlockDraft[]): void {
  for (const [index, child] of (item.children ?? []).entries()) {
    if (index === 0 && child.type === 'paragraph') drafts.push({ kind: 'list_item', text: inlineText(child) })
    else walk(child, drafts)
  }
}

function inlineText(node: MarkdownNode): string {
  if (node.type === 'break') return '\n'
  // Inline HTML is markup (<br>, <kbd>), its text stands in nodes of its own.
  if (node.type === 'html') return /^<br\b/i.test(node.value ?? '') ? '\n' : ''
  if (node.type === 'text') return (node.value ?? '').replace(/\s*\n\s*/g, ' ')
  if (node.children !== undefined) return node.children.map(inlineText).join('')
  return node.value ?? node.alt ?? ''
}

import type { OfficeAttachment, OfficeContentNode } from 'officeparser'
import { type BlockDraft, tableText } from './assemble-document.ts'
import { inlineText, isBlock } from './office-text.ts'

/** The title of a chart and its figures as a table, one row per category. */
export function chartBlocks(name: string | undefined, charts: readonly OfficeAttachment[]): BlockDraft[] {
  const data = charts.find((attachment) => attachment.name === name)?.chartData
  if (data === undefined) return []
  const header = ['', ...data.dataSets.map((set, index) => set.name ?? `Series ${index + 1}`)]
  const rows = data.labels.map((label, index) => [label, ...data.dataSets.map((set) => set.values[index] ?? '')])
  return [
    { kind: 'paragraph', text: data.title ?? '' },
    { kind: 'table', text: tableText([header, ...rows]) },
  ]
}

/** Footnotes, speaker notes and comments of a node and of its runs, as paragraphs after it. */
export function remarkBlocks(node: OfficeContentNode): BlockDraft[] {
  const drafts: BlockDraft[] = []
  for (const note of node.notes ?? []) drafts.push({ kind: 'paragraph', text: inlineText(note) })
  for (const comment of node.comments ?? []) {
    const author = comment.type === 'comment' ? comment.metadata?.author : undefined
    const text = inlineText(comment).trim()
    drafts.push({ kind: 'paragraph', text: author === undefined ? text : `Comment by ${author}: ${text}` })
  }
  for (const child of node.children ?? []) if (!isBlock(child)) drafts.push(...remarkBlocks(child))
  return drafts
}

/** Remarks of a node and everything below it: table cells are read as one line, their notes follow the table. */
export function deepRemarks(node: OfficeContentNode): BlockDraft[] {
  return [...remarkBlocks(node), ...(node.children ?? []).flatMap(deepRemarks)]
}

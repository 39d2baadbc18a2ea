import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, type BlockDraft } from './assemble-document.ts'
import { htmlBlocks } from './html.ts'
import type { Part, PartsReader } from './parts.ts'
import { plainTextBlocks } from './plain-text.ts'

/** A mail as it is read, whatever program kept it. */
export interface Mail {
  /** Lines such as `From: Ada <ada@example.org>`; those without a value are left out. */
  readonly headers: readonly (readonly [name: string, value: string | undefined])[]
  readonly subject: string | undefined
  readonly body: readonly BlockDraft[]
  readonly attachments: readonly Part[]
  /** Set where the text itself is protected and only headers can be read. */
  readonly warnings?: readonly string[]
}

/** The headers as text, the body, and every attachment as a section. */
export async function mailDocument(mail: Mail, readParts: PartsReader): Promise<ParsedDocument> {
  const { headers, subject, body, attachments, warnings = [] } = mail
  const lines = headers.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : `${name}: ${value.replace(/\s+/g, ' ')}`,
  )
  const drafts: BlockDraft[] = [{ kind: 'paragraph', text: lines.join('\n') }, ...body]
  if (attachments.length === 0) return assembleDocument(drafts, { title: subject, warnings })
  drafts.push({ kind: 'paragraph', text: `Attachments: ${attachments.map(({ name }) => name).join(', ')}` })
  const { pages, pagesWithoutText, ...parts } = await readParts(attachments)
  return assembleDocument([...drafts, ...parts.drafts], {
    title: subject,
    pages,
    pagesWithoutText,
    warnings: [...warnings, ...parts.warnings],
  })
}

/** Below this share of common runs of words, the two forms of a mail say different things. */
const SAME_TEXT = 0.5

/**
 * A mail says the same twice, as plain text and as HTML: the plain text is read. Where it does not ("this mail needs a
 * reader of HTML"), both are.
 */
export function mailBody(text: string | undefined, html: string | undefined): readonly BlockDraft[] {
  const plain = text === undefined || text.trim() === '' ? [] : plainTextBlocks(text)
  const rich = html === undefined || html.trim() === '' ? [] : htmlBlocks(html).blocks
  if (plain.length === 0) return rich
  const said = new Set(runsOf(plain))
  const runs = runsOf(rich)
  const shared = runs.filter((run) => said.has(run)).length
  return shared < runs.length * SAME_TEXT ? [...plain, ...rich] : plain
}

/** Three words in a row: single words of one language are shared by any two texts. */
function runsOf(blocks: readonly BlockDraft[]): string[] {
  const words = blocks.flatMap(({ text }) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
  return words.map((word, at) => `${word} ${words[at + 1] ?? ''} ${words[at + 2] ?? ''}`)
}

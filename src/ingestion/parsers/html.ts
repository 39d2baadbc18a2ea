import { Parser } from 'htmlparser2'
import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, type BlockDraft } from './assemble-document.ts'
import { decodeText } from './decode-text.ts'
import { createHtmlPage, type HtmlContent } from './html-page.ts'
import { ParseFailure } from './parse-failure.ts'

/** The parser's own stack costs time quadratic in the depth: 200,000 nested elements took 40 s. */
const MAXIMUM_DEPTH = 1_000

/** A page whose content is this much shorter than all of its text keeps its content in navigation or forms. */
const MINIMUM_CONTENT_SHARE = 0.1

const NEVER_TEXT = new Set(
  'script style noscript template svg iframe object embed canvas audio video select textarea datalist'.split(' '),
)
const BOILERPLATE = new Set(['nav', 'footer', 'aside', 'form', 'dialog', 'button'])
const BOILERPLATE_ROLES = new Set(['navigation', 'contentinfo', 'search', 'dialog', 'alertdialog'])
const HIDING_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden/i

/** The charset a page declares in its first bytes, in either form of `<meta>`. */
const DECLARED_CHARSET = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)/i
const DECLARATION_LENGTH = 4_096

/** Read a web page: its content, then what stands around it (navigation, forms, footers); never scripts and hidden text. */
export function parseHtml(bytes: Uint8Array): ParsedDocument {
  const head = Buffer.from(bytes.subarray(0, DECLARATION_LENGTH)).toString('latin1')
  const content = htmlBlocks(decodeText(bytes, DECLARED_CHARSET.exec(head)?.[1]))
  return assembleDocument(content.blocks, { title: content.title })
}

/** Blocks of HTML source, whole page or fragment; fails as `corrupt` when it is nested deeper than 1,000 elements. */
export function htmlBlocks(html: string): HtmlContent {
  const { content, around } = walkHtml(html, isBoilerplate)
  const length = textLength(content.blocks)
  if (length < (length + textLength(around)) * MINIMUM_CONTENT_SHARE) return walkHtml(html, () => false).content
  return { title: content.title, blocks: [...content.blocks, ...withoutRepetitions(around)] }
}

function textLength(blocks: readonly BlockDraft[]): number {
  return blocks.reduce((length, block) => length + block.text.length, 0)
}

/** Menus stand on a page several times, for every width of the window. Their headings are no sections of the page. */
function withoutRepetitions(blocks: readonly BlockDraft[]): BlockDraft[] {
  const seen = new Set<string>()
  const drafts: BlockDraft[] = []
  for (const { kind, text } of blocks) {
    if (seen.has(text)) continue
    seen.add(text)
    drafts.push({ kind: kind === 'heading' ? 'paragraph' : kind, text })
  }
  return drafts
}

type Attributes = Readonly<Record<string, string>>

interface WalkedPage {
  readonly content: HtmlContent
  /** What stands around the content. */
  readonly around: readonly BlockDraft[]
}

function walkHtml(html: string, standsAround: (name: string, attributes: Attributes) => boolean): WalkedPage {
  const content = createHtmlPage()
  const around = createHtmlPage()
  let depth = 0
  let hiddenFrom = 0
  let aroundFrom = 0
  const page = () => (aroundFrom === 0 ? content : around)
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth += 1
        if (depth > MAXIMUM_DEPTH) throw tooDeep()
        if (hiddenFrom > 0) return
        if (aroundFrom === 0 && standsAround(name, attributes)) aroundFrom = depth
        if (isHidden(name, attributes)) hiddenFrom = depth
        else page().open(aroundFrom === depth ? 'div' : name)
      },
      ontext: (text) => {
        if (hiddenFrom === 0) page().text(text)
      },
      onclosetag: (name) => {
        if (hiddenFrom === 0) page().close(aroundFrom === depth ? 'div' : name)
        if (hiddenFrom === depth) hiddenFrom = 0
        if (aroundFrom === depth) aroundFrom = 0
        depth -= 1
      },
    },
    { decodeEntities: true },
  )
  parser.write(html)
  parser.end()
  return { content: content.finish(), around: around.finish().blocks }
}

function tooDeep(): ParseFailure {
  return new ParseFailure(
    'corrupt',
    `The page nests elements deeper than ${MAXIMUM_DEPTH} levels; save it again from a browser, or as PDF.`,
  )
}

function isHidden(name: string, attributes: Attributes): boolean {
  if (NEVER_TEXT.has(name)) return true
  if (attributes['hidden'] !== undefined || attributes['aria-hidden'] === 'true') return true
  return HIDING_STYLE.test(attributes['style'] ?? '')
}

function isBoilerplate(name: string, attributes: Attributes): boolean {
  return BOILERPLATE.has(name) || BOILERPLATE_ROLES.has(attributes['role'] ?? '')
}

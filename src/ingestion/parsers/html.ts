import { Parser } from 'htmlparser2'
import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument, type BlockDraft, meaningfulTitle } from './assemble-document.ts'
import { decodeText } from './decode-text.ts'
import { createHtmlPage, type HtmlContent } from './html-page.ts'
import { ParseFailure } from './parse-failure.ts'

/** The parser's own stack costs time quadratic in the depth: 200,000 nested elements took 40 s. */
const MAXIMUM_DEPTH = 1_000

/** A page whose content is this much shorter than all of its text keeps its content in navigation or forms. */
const MINIMUM_CONTENT_SHARE = 0.1

/** `ix:header` holds the machine-readable figures of a report, hidden in the page. */
const NEVER_TEXT = new Set(
  'script style noscript template svg iframe object embed canvas audio video select textarea datalist ix:header'.split(
    ' ',
  ),
)
const BOILERPLATE = new Set(['nav', 'footer', 'aside', 'form', 'dialog'])
const BOILERPLATE_ROLES = new Set(['navigation', 'contentinfo', 'search', 'dialog', 'alertdialog'])
const HIDING_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden/i

/** Names of icons ("expand_more") that a font draws as pictures, and formulas that MathML says once more. */
const DRAWN = /icon|symbol|glyph|katex-html/i

/** Only a script, in the page or called by it, opens what a page hides: menus, tabs, answers, tables it sorts first. */
const HAS_SCRIPT = /<script[\s>]/i

/** The charset a page declares in its first bytes, in either form of `<meta>`. */
const DECLARED_CHARSET = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)/i
const DECLARATION_LENGTH = 4_096

/**
 * Read a web page: its title where no heading stands above all, its content, then what stands around it (navigation,
 * forms, footers); never scripts, nor text that nothing in the page can show.
 */
export function parseHtml(bytes: Uint8Array): ParsedDocument {
  const head = Buffer.from(bytes.subarray(0, DECLARATION_LENGTH)).toString('latin1')
  const html = decodeText(bytes, DECLARED_CHARSET.exec(head)?.[1])
  const { title, blocks } = readHtml(html, HAS_SCRIPT.test(html))
  return assembleDocument(headedByTitle(blocks, meaningfulTitle(title)), { title })
}

/**
 * Blocks of HTML source where no script runs, as in a mail, so that hidden text stays hidden; fails as `corrupt` when
 * it is nested deeper than 1,000 elements.
 */
export function htmlBlocks(html: string): HtmlContent {
  return readHtml(html, false)
}

function readHtml(html: string, opensHidden: boolean): HtmlContent {
  const { content, around } = walkHtml(html, { opensHidden, standsAround: isBoilerplate })
  const length = textLength(content.blocks)
  if (length < (length + textLength(around.flat())) * MINIMUM_CONTENT_SHARE) {
    return walkHtml(html, { opensHidden, standsAround: () => false }).content
  }
  return { title: content.title, blocks: [...content.blocks, ...withoutRepetitions(around)] }
}

/** A title alone is no page: what a script would fill is empty. */
function headedByTitle(blocks: readonly BlockDraft[], title: string | null): readonly BlockDraft[] {
  if (title === null || blocks.length === 0) return blocks
  if (blocks.some(({ kind, level }) => kind === 'heading' && level === 1)) return blocks
  return [{ kind: 'heading', level: 1, text: title }, ...blocks]
}

function textLength(blocks: readonly BlockDraft[]): number {
  return blocks.reduce((length, block) => length + block.text.length, 0)
}

/** Menus stand on a page several times, for every width of the window. Their headings are no sections of the page. */
function withoutRepetitions(regions: readonly Region[]): BlockDraft[] {
  const seen = new Set<string>()
  const drafts: BlockDraft[] = []
  for (const region of regions) {
    const whole = region.map(({ text }) => text).join('\n')
    if (seen.has(whole)) continue
    seen.add(whole)
    for (const { kind, text } of region) drafts.push({ kind: kind === 'heading' ? 'paragraph' : kind, text })
  }
  return drafts
}

type Attributes = Readonly<Record<string, string>>

/** A menu, a form, a footer. */
type Region = readonly BlockDraft[]

interface WalkedPage {
  readonly content: HtmlContent
  /** What stands around the content. */
  readonly around: readonly Region[]
}

interface Walk {
  /** Read what is hidden until a script shows it. */
  readonly opensHidden: boolean
  readonly standsAround: (name: string, attributes: Attributes) => boolean
}

function walkHtml(html: string, { opensHidden, standsAround }: Walk): WalkedPage {
  const content = createHtmlPage()
  const around: Region[] = []
  let region = createHtmlPage()
  let depth = 0
  let hiddenFrom = 0
  let aroundFrom = 0
  const page = () => (aroundFrom === 0 ? content : region)
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth += 1
        if (depth > MAXIMUM_DEPTH) throw tooDeep()
        if (hiddenFrom > 0) return
        if (aroundFrom === 0 && standsAround(name, attributes)) aroundFrom = depth
        if (isNeverText(name, attributes) || (!opensHidden && isHidden(attributes))) hiddenFrom = depth
        else page().open(aroundFrom === depth ? 'div' : name)
      },
      ontext: (text) => {
        if (hiddenFrom === 0) page().text(text)
      },
      onclosetag: (name) => {
        if (hiddenFrom === 0) page().close(aroundFrom === depth ? 'div' : name)
        if (hiddenFrom === depth) hiddenFrom = 0
        if (aroundFrom === depth) {
          aroundFrom = 0
          around.push(region.finish().blocks)
          region = createHtmlPage()
        }
        depth -= 1
      },
    },
    { decodeEntities: true },
  )
  parser.write(html)
  parser.end()
  return { content: content.finish(), around: [...around, region.finish().blocks] }
}

function tooDeep(): ParseFailure {
  return new ParseFailure(
    'corrupt',
    `The page nests elements deeper than ${MAXIMUM_DEPTH} levels; save it again from a browser, or as PDF.`,
  )
}

/** A template with a shadow root is part of the page as shown. */
function isNeverText(name: string, attributes: Attributes): boolean {
  if (name === 'template' && attributes['shadowrootmode'] !== undefined) return false
  return NEVER_TEXT.has(name) || (attributes['aria-hidden'] === 'true' && DRAWN.test(attributes['class'] ?? ''))
}

/** Text with `aria-hidden` is shown: only a reading voice leaves it out. */
function isHidden(attributes: Attributes): boolean {
  const { hidden } = attributes
  return (hidden !== undefined && hidden !== 'until-found') || HIDING_STYLE.test(attributes['style'] ?? '')
}

function isBoilerplate(name: string, attributes: Attributes): boolean {
  return BOILERPLATE.has(name) || BOILERPLATE_ROLES.has(attributes['role'] ?? '')
}

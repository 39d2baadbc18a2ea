import { Parser } from 'htmlparser2'
import type { ParsedDocument } from '../parsed-document.ts'
import { assembleDocument } from './assemble-document.ts'
import { decodeText } from './decode-text.ts'
import { createHtmlPage, type HtmlContent } from './html-page.ts'
import { ParseFailure } from './parse-failure.ts'

/** The parser's own stack costs time quadratic in the depth: 200,000 nested elements took 40 s. */
const MAXIMUM_DEPTH = 1_000

/** A page whose content is this much shorter than all of its text keeps its content in navigation or forms. */
const MINIMUM_CONTENT_SHARE = 0.1

const NEVER_TEXT = new Set(
  'script style noscript template svg iframe object embed canvas audio video select button textarea datalist'.split(
    ' ',
  ),
)
const BOILERPLATE = new Set(['nav', 'footer', 'aside', 'form', 'dialog'])
const BOILERPLATE_ROLES = new Set(['navigation', 'contentinfo', 'search', 'dialog', 'alertdialog'])
const HIDING_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden/i

/** The charset a page declares in its first bytes, in either form of `<meta>`. */
const DECLARED_CHARSET = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)/i
const DECLARATION_LENGTH = 4_096

/** Read a web page: headings, paragraphs, list items, tables and code, without navigation, forms and scripts. */
export function parseHtml(bytes: Uint8Array): ParsedDocument {
  const head = Buffer.from(bytes.subarray(0, DECLARATION_LENGTH)).toString('latin1')
  const content = htmlBlocks(decodeText(bytes, DECLARED_CHARSET.exec(head)?.[1]))
  return assembleDocument(content.blocks, { title: content.title })
}

/** Blocks of HTML source, whole page or fragment; fails as `corrupt` when it is nested deeper than 1,000 elements. */
export function htmlBlocks(html: string): HtmlContent {
  const content = walkHtml(html, true)
  const everything = textLength(content) < 2_000 ? walkHtml(html, false) : content
  return textLength(content) < textLength(everything) * MINIMUM_CONTENT_SHARE ? everything : content
}

function textLength(content: HtmlContent): number {
  return content.blocks.reduce((length, block) => length + block.text.length, 0)
}

function walkHtml(html: string, skipBoilerplate: boolean): HtmlContent {
  const page = createHtmlPage()
  let depth = 0
  let skippedFrom = 0
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth += 1
        if (depth > MAXIMUM_DEPTH) throw tooDeep()
        if (skippedFrom > 0) return
        if (isSkipped(name, attributes, skipBoilerplate)) skippedFrom = depth
        else page.open(name)
      },
      ontext: (text) => {
        if (skippedFrom === 0) page.text(text)
      },
      onclosetag: (name) => {
        if (skippedFrom === 0) page.close(name)
        if (skippedFrom === depth) skippedFrom = 0
        depth -= 1
      },
    },
    { decodeEntities: true },
  )
  parser.write(html)
  parser.end()
  return page.finish()
}

function tooDeep(): ParseFailure {
  return new ParseFailure(
    'corrupt',
    `The page nests elements deeper than ${MAXIMUM_DEPTH} levels; save it again from a browser, or as PDF.`,
  )
}

function isSkipped(name: string, attributes: Readonly<Record<string, string>>, skipBoilerplate: boolean): boolean {
  if (NEVER_TEXT.has(name)) return true
  if (attributes['hidden'] !== undefined || attributes['aria-hidden'] === 'true') return true
  if (HIDING_STYLE.test(attributes['style'] ?? '')) return true
  return skipBoilerplate && (BOILERPLATE.has(name) || BOILERPLATE_ROLES.has(attributes['role'] ?? ''))
}

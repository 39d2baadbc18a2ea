import { readFile } from 'node:fs/promises'
import { XMLParser } from 'fast-xml-parser'

/** One element of a policy, with what stands in it, in order. */
export interface PolicyElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  readonly children: readonly PolicyElement[]
}

type Raw = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
})

const here = (path: string) => new URL(path, import.meta.url)

/** Read a policy file into its root element. */
export async function readPolicy(path: string): Promise<PolicyElement> {
  const [root] = elementsOf(parser.parse(await readFile(here(path), 'utf8')) as Raw[])
  if (root === undefined) throw new Error(`${path} is empty`)
  return root
}

function elementsOf(nodes: readonly Raw[]): PolicyElement[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text')
    if (name === undefined) return []
    const inside = node[name] as Raw[]
    const text = inside.map((child) => (typeof child['#text'] === 'string' ? child['#text'] : '')).join('')
    return [{ name, attributes: (node[':@'] ?? {}) as Record<string, string>, text, children: elementsOf(inside) }]
  })
}

/** An element and everything in it, in the order in which it runs. */
export function flatten(element: PolicyElement): PolicyElement[] {
  return [element, ...element.children.flatMap(flatten)]
}

/** Where each shared part is kept. */
export const FRAGMENT_FILES: Readonly<Record<string, string>> = {
  'footnote-identify': 'generated/identify.xml',
  'footnote-limit': 'policies/limit.xml',
  'footnote-problem': 'policies/problem.xml',
  'footnote-refuse': 'policies/refuse.xml',
  'footnote-record': 'policies/record.xml',
  'footnote-reply-headers': 'policies/reply-headers.xml',
}

/** A section of a question's effective policy: the operation's, with the API's in the place of `base` and all fragments filled in. */
export async function effectiveSection(section: string): Promise<PolicyElement[]> {
  const [api, ask] = await Promise.all([readPolicy('policies/api.xml'), readPolicy('policies/ask.xml')])
  const outer = await filledIn(sectionOf(api, section))
  const inner = await filledIn(sectionOf(ask, section))
  return inner.flatMap((element) => (element.name === 'base' ? outer : flatten(element)))
}

function sectionOf(policy: PolicyElement, section: string): readonly PolicyElement[] {
  return policy.children.find(({ name }) => name === section)?.children ?? []
}

async function filledIn(elements: readonly PolicyElement[]): Promise<PolicyElement[]> {
  const filled = await Promise.all(
    elements.flatMap(flatten).map(async (element) => {
      if (element.name !== 'include-fragment') return [{ ...element, children: [] }]
      const fragment = await readPolicy(FRAGMENT_FILES[element.attributes['fragment-id'] ?? ''] ?? 'unknown fragment')
      return flatten(fragment).slice(1)
    }),
  )
  return filled.flat()
}

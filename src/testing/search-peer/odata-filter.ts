import { badRequest } from './refusal.ts'

export type Document = Readonly<Record<string, unknown>>
export type Condition = (document: Document) => boolean

const TOKEN = /\s*(?:([(),:])|('(?:[^']|'')*')|(\d{4}-\d\d-\d\dT[\d:.]+Z)|([A-Za-z_][\w.]*(?:\/any\b)?))/y

/**
 * Read a filter of Azure's OData: `and`, `or`, parentheses, comparisons of fields with texts and times, `search.in` with a
 * separator, and `any` over a list of texts. Everything else is refused. `isFilterable` knows the fields.
 */
export function parseFilter(text: string, isFilterable: (field: string) => boolean): Condition {
  const tokens = tokensOf(text)
  let [at, variable]: [number, string | null] = [0, null]
  const peek = () => tokens[at] ?? ''
  const take = (wanted?: string) => {
    const token = tokens[at++]
    if (token === undefined || (wanted !== undefined && token !== wanted)) {
      throw badRequest(`Invalid expression: '${wanted ?? 'more'}' expected at ${at} of ${text}`)
    }
    return token
  }

  const either = (): Condition => {
    const parts = [both()]
    while (peek() === 'or') parts.push((take(), both()))
    return (document) => parts.some((part) => part(document))
  }
  const both = (): Condition => {
    const parts = [single()]
    while (peek() === 'and') parts.push((take(), single()))
    return (document) => parts.every((part) => part(document))
  }
  const single = (): Condition => {
    if (peek() === '(') {
      take()
      const inner = either()
      take(')')
      return inner
    }
    if (peek() === 'search.in') return oneOf()
    return peek().endsWith('/any') ? anyOf() : comparison()
  }
  const oneOf = (): Condition => {
    take()
    take('(')
    const field = fieldNamed(take())
    take(',')
    const list = textOf(take())
    take(',')
    const separators = textOf(take())
    take(')')
    const values = new Set(partsOf(list, separators))
    return (document) => values.has(String(document[field]))
  }
  const anyOf = (): Condition => {
    const field = fieldNamed(take().slice(0, -'/any'.length))
    take('(')
    variable = take()
    take(':')
    const inner = either()
    take(')')
    const name = variable
    variable = null
    return (document) => {
      const list = document[field]
      return Array.isArray(list) && list.some((value) => inner({ [name]: value }))
    }
  }
  const comparison = (): Condition => {
    const field = fieldNamed(take())
    const compare = COMPARISONS[take()]
    if (compare === undefined) throw badRequest(`Unknown operator in ${text}`)
    const literal = take()
    const value = literal.startsWith("'") ? textOf(literal) : timeOf(literal)
    return (document) => {
      const own = document[field]
      if (typeof own !== 'string') return compare === COMPARISONS['ne']
      return compare(typeof value === 'number' ? Date.parse(own) : own, value)
    }
  }
  const fieldNamed = (name: string) => {
    if (name !== variable && (variable !== null || !isFilterable(name))) {
      throw badRequest(`'${name}' is not a filterable field`)
    }
    return name
  }

  const condition = either()
  if (at < tokens.length) throw badRequest(`Unexpected '${peek()}' in ${text}`)
  return condition
}

type Compare = (own: string | number, value: string | number) => boolean

const COMPARISONS: Readonly<Record<string, Compare>> = {
  eq: (own, value) => own === value,
  ne: (own, value) => own !== value,
  gt: (own, value) => own > value,
  ge: (own, value) => own >= value,
  lt: (own, value) => own < value,
  le: (own, value) => own <= value,
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (match === null) throw badRequest(`Syntax error at ${from} of ${text}`)
    tokens.push(match[0].trimStart())
  }
  return tokens
}

function textOf(token: string): string {
  if (!token.startsWith("'")) throw badRequest(`A text was expected instead of ${token}`)
  return token.slice(1, -1).replaceAll("''", "'")
}

function timeOf(token: string): number {
  const time = Date.parse(token)
  if (!/^\d{4}-/.test(token) || Number.isNaN(time))
    throw badRequest(`A text or a time was expected instead of ${token}`)
  return time
}

/** Every character of `separators` parts the list; empty parts are dropped. */
function partsOf(list: string, separators: string): readonly string[] {
  let parts = [list]
  for (const separator of separators) parts = parts.flatMap((part) => part.split(separator))
  return parts.filter((part) => part !== '')
}

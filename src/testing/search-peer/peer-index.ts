import { z } from 'zod'
import type { Document } from './odata-filter.ts'
import { badRequest, Refusal } from './refusal.ts'

const Field = z.looseObject({
  name: z.string().regex(/^[A-Za-z]\w{0,127}$/),
  type: z.enum(['Edm.String', 'Edm.DateTimeOffset', 'Collection(Edm.String)', 'Collection(Edm.Single)']),
  key: z.boolean().default(false),
  searchable: z.boolean(),
  filterable: z.boolean(),
  sortable: z.boolean(),
  facetable: z.boolean(),
  retrievable: z.boolean().default(true),
  stored: z.boolean().nullish(),
  analyzer: z.string().nullish(),
  dimensions: z.int().min(2).max(4_096).nullish(),
  vectorSearchProfile: z.string().nullish(),
})
const Named = z.looseObject({ name: z.string() })

/** As much of an index definition as the peer looks at. */
export const IndexDefinition = z.looseObject({
  name: z.string().regex(/^(?!.*(--|__))[a-z0-9][a-z0-9_-]{1,127}$/),
  fields: z.array(Field).refine((fields) => fields.filter(({ key }) => key).length === 1, 'one key'),
  similarity: z.looseObject({ '@odata.type': z.string(), k1: z.number(), b: z.number() }),
  vectorSearch: z.looseObject({ algorithms: z.array(Named), profiles: z.array(Named) }),
  semantic: z.looseObject({ configurations: z.array(Named) }),
})
export type IndexDefinition = z.infer<typeof IndexDefinition>

const Action = z.looseObject({ '@search.action': z.enum(['upload', 'merge', 'delete']), id: z.string() })
const MOST_ACTIONS = 1_000
const KEY = /^[A-Za-z0-9=-][\w=-]{0,1023}$/

export interface ActionResult {
  readonly key: string
  readonly status: boolean
  readonly errorMessage: string | null
  readonly statusCode: number
}

/** The documents of one index. What is written shows in searches some time later, as it does in the cloud. */
export class PeerIndex {
  readonly definition: IndexDefinition
  /** What searches see, by key. */
  readonly visible = new Map<string, Document>()
  /** Raised with every change of `visible`. */
  revision = 0
  readonly #stored = new Map<string, Document>()
  #pending: { readonly at: number; readonly key: string; readonly document: Document | null }[] = []
  readonly #showsAfterInMs: number

  constructor(definition: IndexDefinition, showsAfterInMs: number) {
    this.definition = definition
    this.#showsAfterInMs = showsAfterInMs
  }

  fieldNamed(name: string): IndexDefinition['fields'][number] | undefined {
    return this.definition.fields.find((field) => field.name === name)
  }

  /** Let everything show whose time has come. */
  refresh(): void {
    const due = this.#pending.filter(({ at }) => at <= performance.now())
    if (due.length === 0) return
    this.#pending = this.#pending.slice(due.length)
    this.revision += 1
    for (const { key, document } of due) {
      if (document === null) this.visible.delete(key)
      else this.visible.set(key, document)
    }
  }

  /** Do the actions of a batch one by one. `troubleOf` gives the status with which a document is to fail. */
  apply(body: unknown, troubleOf: (key: string) => number | undefined): readonly ActionResult[] {
    const actions = z.object({ value: z.array(Action) }).parse(body).value
    if (actions.length > MOST_ACTIONS) throw badRequest(`${actions.length} actions in one batch`)
    return actions.map(({ '@search.action': type, ...document }) => {
      const status = troubleOf(document.id) ?? this.#applyOne(type, document)
      const isDone = status < 300
      return { key: document.id, status: isDone, errorMessage: isDone ? null : `status ${status}`, statusCode: status }
    })
  }

  #applyOne(type: 'upload' | 'merge' | 'delete', document: Document & { readonly id: string }): number {
    if (!KEY.test(document.id)) return 400
    const old = this.#stored.get(document.id)
    if (type === 'delete') {
      this.#write(document.id, null)
      return 200
    }
    if (type === 'merge' && old === undefined) return 404
    for (const [name, value] of Object.entries(document)) this.#check(name, value)
    this.#write(document.id, type === 'merge' ? { ...this.#kept(old ?? {}), ...document } : document)
    return old === undefined ? 201 : 200
  }

  /** A merge loses vectors that are not stored. */
  #kept(old: Document): Document {
    return Object.fromEntries(Object.entries(old).filter(([name]) => this.fieldNamed(name)?.stored !== false))
  }

  #check(name: string, value: unknown): void {
    const field = this.fieldNamed(name)
    if (field === undefined) throw badRequest(`The property '${name}' does not exist`)
    if (value === null) return
    const isRight =
      field.type === 'Edm.String'
        ? typeof value === 'string'
        : field.type === 'Edm.DateTimeOffset'
          ? typeof value === 'string' && !Number.isNaN(Date.parse(value))
          : Array.isArray(value) && value.every((part) => typeof part === (field.dimensions ? 'number' : 'string'))
    if (!isRight) throw badRequest(`'${name}' is no ${field.type}`)
    if (field.dimensions && Array.isArray(value) && value.length !== field.dimensions) {
      throw badRequest(`There's a mismatch in vector dimensions. '${name}' takes ${field.dimensions}`)
    }
  }

  #write(key: string, document: Document | null): void {
    if (document === null) this.#stored.delete(key)
    else this.#stored.set(key, document)
    this.#pending.push({ at: performance.now() + this.#showsAfterInMs, key, document })
  }
}

/** Check a definition as the service would. */
export function parseDefinition(body: unknown): IndexDefinition {
  const parsed = IndexDefinition.safeParse(body)
  if (parsed.success) return parsed.data
  throw new Refusal(
    400,
    `The request is invalid: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`,
  )
}

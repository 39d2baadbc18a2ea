/** The parts of JSON Schema that the API's own description uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly minimum?: number
  readonly minLength?: number
  readonly minItems?: number
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}

/** A small value that fits a schema, so that a probe gets past validation; `fill` may say what a named member holds. */
export function sampleValue(schema: JsonSchema, fill: (name: string) => unknown = () => undefined, name = ''): unknown {
  const given = fill(name)
  if (given !== undefined) return given
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice !== undefined) return sampleValue(choice, fill, name)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key]) => schema.required?.includes(key) === true || fill(key) !== undefined)
          .map(([key, member]) => [key, sampleValue(member, fill, key)]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 1 }, () => sampleValue(schema.items ?? {}, fill, name))
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case undefined:
    default:
      return sampleText(schema)
  }
}

function sampleText({ format, minLength = 1 }: JsonSchema): string {
  if (format === 'uuid') return '11111111-1111-4111-8111-111111111111'
  if (format === 'email') return 'someone@example.org'
  if (format === 'date-time') return '2026-01-01T00:00:00Z'
  return 'x'.repeat(Math.max(minLength, 3))
}

import { randomBytes } from 'node:crypto'
import { HIDDEN_PERSON } from '../../contracts/audit.ts'
import type { PersonRow } from '../database/record-schema.ts'
import { saltedHash } from './record-hash.ts'

/** So many that nobody tries them all. */
const SALT_BYTES = 16
const PERSON = /^((?:budget:)?)user:(.+)$/
const HIDDEN = /^((?:budget:)?)(person:.+)$/

/** Puts hashes in the place of people, and remembers whose they are. */
export interface PeopleHider {
  /** How the record names this person. */
  readonly hide: (objectId: string) => string
  /** The same JSON value with every string `user:<object id>` hidden. */
  readonly hideIn: <Value>(value: Value) => Value
  /** Whom it has hidden so far. */
  readonly people: () => readonly PersonRow[]
}

/** Make the hider of one record: a person has one name in it, and another one in every other record. */
export function createPeopleHider(): PeopleHider {
  const known = new Map<string, PersonRow>()
  const hide = (objectId: string): string => {
    const salt = randomBytes(SALT_BYTES).toString('base64url')
    const row = known.get(objectId) ?? { hidden: hiddenName(salt, objectId), salt, object_id: objectId }
    known.set(objectId, row)
    return row.hidden
  }
  const hideText = (text: string) =>
    text.replace(PERSON, (_, prefix: string, objectId: string) => `${prefix}${hide(objectId)}`)
  return { hide, hideIn: (value) => mapTexts(value, hideText), people: () => [...known.values()] }
}

/** The same JSON value with people shown again, as far as they are still known. */
export function revealPeople<Value>(value: Value, people: readonly PersonRow[]): Value {
  const known = new Map(people.map(({ hidden, object_id }) => [hidden, `user:${object_id}`]))
  return mapTexts(value, (text) =>
    text.replace(HIDDEN, (_, prefix: string, hidden: string) => `${prefix}${known.get(hidden) ?? hidden}`),
  )
}

/** All names of people in a JSON value. */
export function hiddenPeopleIn(value: unknown): ReadonlySet<string> {
  const found = new Set<string>()
  mapTexts(value, (text) => {
    const hidden = text.match(HIDDEN)?.[2] ?? ''
    if (HIDDEN_PERSON.test(hidden)) found.add(hidden)
    return text
  })
  return found
}

/** Whether a row leads from a name to the person whose it is. */
export function isPerson({ hidden, salt, object_id }: PersonRow): boolean {
  return hidden === hiddenName(salt, object_id)
}

function hiddenName(salt: string, objectId: string): string {
  return `person:${saltedHash(salt, objectId)}`
}

/** A JSON value of the same shape with every text in it changed. */
function mapTexts<Value>(value: Value, change: (text: string) => string): Value {
  const map = (part: unknown): unknown => {
    if (typeof part === 'string') return change(part)
    if (Array.isArray(part)) return part.map(map)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, map(inner)]))
  }
  return map(value) as Value
}

import { z } from 'zod'
import { Environment } from './config.ts'
import type { ShownSetting } from './contracts/settings.ts'

/** Settings whose value opens something. Addresses are told from secrets by what they hold, see `withoutCredentials`. */
const SECRET = /SECRET$|KEY$|PASSWORD|CONNECTION_STRING|WEBHOOK/

const Property = z.object({ description: z.string(), default: z.union([z.string(), z.number()]).optional() })

/**
 * Every setting of this process in the order of the documentation, with its value and where that comes from. `given` is
 * what the environment set, by name.
 */
export function shownSettings(given: Readonly<Record<string, string | undefined>>): readonly ShownSetting[] {
  const { properties = {} } = z.toJSONSchema(Environment, { io: 'input' })
  return Object.entries(properties).map(([name, property]) => {
    const { description: meaning, default: fallback } = Property.parse(property)
    const set = given[name]
    const secret = SECRET.test(name)
    const value = set ?? fallback?.toString() ?? null
    return {
      name,
      meaning,
      value: secret || value === null ? null : withoutCredentials(value),
      origin: set === undefined ? 'default' : 'environment',
      secret,
    }
  })
}

/** Addresses may carry a password before the sign @, or a signature behind the question mark. */
function withoutCredentials(value: string): string {
  return value.replaceAll(/(\w:\/\/)[^@/\s]*@/g, '$1…@').replaceAll(/(\w:\/\/[^?\s,]*)\?[^\s,]*/g, '$1?…')
}

/** Of longer lists only the length is told; the export has them whole. */
const MOST_LISTED = 3

/** What a record says beside who, when and what, in one line; what is not known or empty is left out. */
export function describeDetail(detail: Readonly<Record<string, unknown>>): string {
  return partsOf(detail, ': ').join(' · ')
}

function partsOf(object: object, between: string): readonly string[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const words = wordsOf(value)
    return words === '' ? [] : [`${name.replaceAll('_', ' ')}${between}${words}`]
  })
}

function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.length > MOST_LISTED ? String(value.length) : value.map(wordsOf).join(', ')
  if (typeof value === 'object') return partsOf(value, ' ').join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

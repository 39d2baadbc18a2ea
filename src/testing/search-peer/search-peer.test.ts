import { describe, expect, it } from 'vitest'
import { indexText, termsOfQuery } from './bm25.ts'
import { parseFilter } from './odata-filter.ts'

const FIELDS = new Set(['access', 'category', 'updated_at', 'it'])
const matches = (filter: string, document: object) =>
  parseFilter(filter, (name) => FIELDS.has(name))(document as Record<string, unknown>)
const document = { access: ['user:1', "o'neil"], category: 'hr', updated_at: '2026-06-01T00:00:00.000Z', it: null }

describe('filters of the search peer', () => {
  it.each([
    ["access/any(a: search.in(a, 'x|user:1', '|'))", true],
    ["access/any(a: a eq 'o''neil')", true],
    ["access/any(a: a eq 'o''neil' or a eq 'x') and category eq 'hr'", true],
    ["search.in(category, 'h,r', ',')", false],
    ["search.in(category, 'x, hr', ', ')", true],
    ["category eq 'it' or category eq 'x' and it eq 'x'", false],
    ["(category eq 'hr' or category eq 'x') and it ne 'x'", true],
    ["it eq 'null' or it gt ''", false],
    ['updated_at gt 2026-05-01T00:00:00.000Z and updated_at lt 2026-07-01T00:00:00.000Z', true],
    ['updated_at gt 2026-06-01T00:00:00.000Z', false],
  ])('%s', (filter, expected) => {
    expect(matches(filter, document)).toBe(expected)
  })

  it.each([
    "category eq 'hr",
    "category eq 'hr')",
    "(category eq 'hr'",
    'category eq hr',
    "category like 'hr'",
    "content eq 'x'",
    "category eq 'a' category eq 'b'",
    "not category eq 'a'",
    "access/all(a: a eq 'x')",
    "access/any(a: category eq 'x')",
    "a eq 'x'",
    'search.in(category, 1, 2)',
    '',
  ])('refuse %s', (filter) => {
    expect(() => matches(filter, document)).toThrow()
  })
})

describe('texts of the search peer', () => {
  it('are found by words, of which operators are part only when they are escaped', () => {
    expect(termsOfQuery(String.raw`plan a\+b \- \\`)).toEqual(['plan', 'a+b', '-', '\\'])
    expect(termsOfQuery('*')).toBeNull()
    for (const query of ['a*', '"a b"', '-a', 'a|b', '(a)', 'a~1']) expect(() => termsOfQuery(query)).toThrow()
  })

  it('are scored as Lucene does, long ones by a length of four significant bits', () => {
    const texts = {
      short: 'plan',
      twice: 'plan plan',
      long: `plan ${'x '.repeat(99)}`,
      longer: `plan ${'x '.repeat(101)}`,
    }
    const documents = new Map(Object.entries(texts).map(([key, terms]) => [key, { terms }]))
    const scores = indexText(documents, 'terms', { k1: 1.2, b: 0.75 }).score(['plan'])
    const average = (1 + 2 + 100 + 102) / 4
    const idf = Math.log(1 + 0.5 / 4.5)
    expect(scores.get('short')).toBeCloseTo(idf / (1 + 1.2 * (0.25 + 0.75 / average)), 10)
    expect(scores.get('twice')).toBeGreaterThan(scores.get('short') ?? 0)
    // 76 and 78 beyond 24 are both kept as 72.
    expect(scores.get('long')).toBe(scores.get('longer'))
  })
})

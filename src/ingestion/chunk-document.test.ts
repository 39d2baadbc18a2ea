import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countTokens } from '../language/count-tokens.ts'
import { chunkDocument } from './chunk-document.ts'
import { assembleDocument, type BlockDraft } from './parsers/assemble-document.ts'

const OPTIONS = { maximumTokens: 512, overlapTokens: 64, countTokens }
const SMALL = { maximumTokens: 40, overlapTokens: 12, countTokens }

const chunksOf = (drafts: readonly BlockDraft[], options = OPTIONS) => chunkDocument(assembleDocument(drafts), options)
const sentences = (count: number, word = 'alpha') =>
  Array.from({ length: count }, (_, index) => `Sentence ${index} is about ${word} and its friends.`).join(' ')

describe('chunks', () => {
  test('hold whole sentences and repeat the last ones of the chunk before', () => {
    const chunks = chunksOf([{ kind: 'paragraph', text: sentences(200) }])
    expect(chunks.length).toBeGreaterThan(3)
    for (const chunk of chunks) expect(chunk.text).toMatch(/^Sentence \d+ .*friends\.$/s)
    for (const [index, chunk] of chunks.slice(1).entries()) {
      const before = chunks[index]!
      expect(chunk.start).toBeLessThan(before.end)
      expect(countTokens(chunk.text.slice(0, before.end - chunk.start))).toBeLessThanOrEqual(64)
    }
  })

  test('do not cross a heading once a quarter full', () => {
    const chunks = chunksOf([
      { kind: 'heading', level: 1, text: 'Leave' },
      { kind: 'paragraph', text: sentences(20) },
      { kind: 'heading', level: 1, text: 'Travel' },
      { kind: 'paragraph', text: sentences(3) },
    ])
    expect(chunks.map((chunk) => chunk.heading)).toEqual([['Leave'], ['Travel']])
    expect(chunks[1]?.text.startsWith('Travel')).toBe(true)
  })

  test('share small sections, under the headings the sections have in common', () => {
    const chunks = chunksOf([
      { kind: 'heading', level: 1, text: 'Guide' },
      { kind: 'heading', level: 2, text: 'One' },
      { kind: 'paragraph', text: 'First.' },
      { kind: 'heading', level: 2, text: 'Two' },
      { kind: 'paragraph', text: 'Second.' },
    ])
    expect(chunks).toHaveLength(1)
    expect(chunks[0]?.heading).toEqual(['Guide'])
  })

  test('never end with a heading whose text follows in the next', () => {
    const long = `It goes ${'on and '.repeat(40)}on.`
    const chunks = chunksOf(
      [
        { kind: 'paragraph', text: 'The first one is short, but it takes its place in here.' },
        { kind: 'heading', level: 3, text: 'A heading' },
        { kind: 'paragraph', text: long },
      ],
      { maximumTokens: 100, overlapTokens: 12, countTokens },
    )
    expect(chunks.map((chunk) => chunk.text)).toEqual([
      'The first one is short, but it takes its place in here.',
      `A heading\n\n${long}`,
    ])
  })

  test('name three levels of headings at most', () => {
    const headings = [1, 2, 3, 4].map((level): BlockDraft => ({ kind: 'heading', level, text: `Level ${level}` }))
    expect(chunksOf([...headings, { kind: 'paragraph', text: 'Text.' }])[0]?.heading).toEqual([
      'Level 1',
      'Level 2',
      'Level 3',
    ])
  })

  test('of a long table hold whole rows and carry its header in the heading path', () => {
    const rows = Array.from({ length: 30 }, (_, index) => `Person ${index} | City ${index}`)
    const chunks = chunksOf(
      [
        { kind: 'heading', level: 1, text: 'People' },
        { kind: 'table', text: ['Name | Town', ...rows].join('\n') },
      ],
      SMALL,
    )
    expect(chunks[0]?.heading).toEqual(['People'])
    for (const chunk of chunks.slice(1)) {
      expect(chunk.heading).toEqual(['People', 'Name | Town'])
      expect(chunk.text).toMatch(/^Person .* City \d+$/s)
    }
  })

  test('stand on one page each and repeat nothing of the page before', () => {
    const chunks = chunksOf([
      { kind: 'paragraph', page: 1, text: sentences(50) },
      { kind: 'paragraph', page: 2, text: 'A short page.' },
      { kind: 'paragraph', page: 3, text: sentences(3, 'beta') },
    ])
    expect(chunks.map(({ page, pageEnd }) => [page, pageEnd])).toEqual([
      [1, 1],
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    expect(chunks[2]?.text).toBe('A short page.')
  })

  test('of endless words, of one line without end and of nothing are within the limit', () => {
    for (const text of ['a'.repeat(50_000), '漢字'.repeat(5_000), 'x y '.repeat(20_000), '😀'.repeat(3_000)]) {
      const chunks = chunksOf([{ kind: 'paragraph', text }])
      expect(Math.max(...chunks.map((chunk) => chunk.tokens))).toBeLessThanOrEqual(512)
      expect(chunks.map((chunk) => chunk.text).join('')).toBe(
        chunks
          .map((chunk) => chunk.text)
          .join('')
          .toWellFormed(),
      )
    }
    expect(chunksOf([])).toEqual([])
  })
})

const superadditive = (text: string) => Math.ceil(text.length ** 1.3 / 10)

test('chunks are within the limit even when joined units count more than one by one', () => {
  const parsed = assembleDocument([{ kind: 'paragraph', text: sentences(60) }])
  const chunks = chunkDocument(parsed, { maximumTokens: 100, overlapTokens: 10, countTokens: superadditive })
  expect(Math.max(...chunks.map((chunk) => superadditive(chunk.text)))).toBeLessThanOrEqual(100)
  expect(chunks.map(({ ordinal }) => ordinal)).toEqual(chunks.keys().toArray())
})

const draft: fc.Arbitrary<BlockDraft> = fc.record({
  kind: fc.constantFrom('heading', 'paragraph', 'list_item', 'table', 'code'),
  level: fc.integer({ min: 1, max: 6 }),
  page: fc.integer({ min: 1, max: 3 }),
  text: fc
    .array(
      fc.oneof(
        fc.constantFrom('Word', 'No. 5', '. ', ' ', '\n', ' | ', 'é😀', 'Then it ends. ', '<|endoftext|>'),
        fc.lorem({ maxCount: 30 }),
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join('')),
})

test('chunks of any document are exact slices within the limit, in order, and leave no text out', () => {
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 12 }), fc.integer({ min: 20, max: 120 }), (drafts, maximumTokens) => {
      const parsed = assembleDocument(drafts)
      const chunks = chunkDocument(parsed, { maximumTokens, overlapTokens: Math.floor(maximumTokens / 8), countTokens })
      let covered = 0
      for (const [index, chunk] of chunks.entries()) {
        expect(chunk.ordinal).toBe(index)
        expect(parsed.text.slice(chunk.start, chunk.end)).toBe(chunk.text)
        expect(chunk.tokens).toBe(countTokens(chunk.text))
        expect(chunk.tokens).toBeLessThanOrEqual(maximumTokens)
        expect(parsed.text.slice(covered, Math.max(covered, chunk.start)).trim()).toBe('')
        expect(chunk.end).toBeGreaterThan(covered)
        covered = chunk.end
      }
      expect(parsed.text.slice(covered).trim()).toBe('')
    }),
    { numRuns: 300 },
  )
})

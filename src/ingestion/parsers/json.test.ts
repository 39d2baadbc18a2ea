import { expect, test } from 'vitest'
import { parsedBlocks } from '../../testing/parsed-blocks.ts'
import { parseJson } from './json.ts'

const blocks = (json: string) => parsedBlocks(parseJson(Buffer.from(json)))

test('each record of a list is a block of key paths and values', () => {
  expect(blocks('[{"name":"Ada","home":{"city":"Bonn"},"tags":["a","b"]},{"name":"Bert"}]')).toEqual([
    'paragraph: name: Ada\nhome.city: Bonn\ntags: a, b',
    'paragraph: name: Bert',
  ])
})

test('lists and objects below a key stand under it', () => {
  expect(blocks('{"year":2026,"people":[{"name":"Ada"}]}')).toEqual([
    'paragraph: year: 2026',
    'heading1: people',
    'paragraph: name: Ada',
  ])
})

test('numbers stay as they were written', () => {
  expect(blocks('{"id":12345678901234567890,"rate":1.10}')).toEqual(['paragraph: id: 12345678901234567890\nrate: 1.10'])
})

test('one value per line is a list', () => {
  expect(blocks('{"a":1}\n{"a":2}\n')).toEqual(['paragraph: a: 1', 'paragraph: a: 2'])
})

test('what only looks like JSON is text', () => {
  expect(blocks('{"a": one}')).toEqual(['paragraph: {"a": one}'])
  expect(parseJson(Buffer.from('['.repeat(200_000))).blocks).toHaveLength(1)
})

import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { isDictionary, readPdfObjects } from './pdf-objects.ts'

const stream = (dictionary: string, content: Buffer) =>
  Buffer.concat([Buffer.from(`<< ${dictionary} >>\nstream\n`), content, Buffer.from('\nendstream\nendobj\n')])

const file = (...parts: readonly (string | Buffer)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)))

test('objects are found without a table of contents, later ones replace earlier ones', () => {
  const objects = readPdfObjects(
    file('1 0 obj << /A 1 >> endobj\n2 0 obj << /B 1 0 R >> endobj\n1 0 obj << /A 2 >> endobj'),
  )
  const found = new Map(objects?.dictionaries())
  const first = objects?.resolve(found.get(2)?.get('B'))
  expect(isDictionary(first) && first.get('A')).toBe(2)
})

test('packed objects and packed streams are read', () => {
  const packed = deflateSync(Buffer.from('7 0 8 18 << /Name /x#20y >>[ 1 (two \\) [) /T ]'))
  const objects = readPdfObjects(
    file('3 0 obj ', stream(`/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode /Length ${packed.length}`, packed)),
  )
  expect(objects?.resolve({ object: 7 })).toEqual(new Map([['Name', 'x y']]))
  expect(objects?.resolve({ object: 8 })).toEqual([1, null, 'T'])
})

test('a stream of a wrong length ends where it says that it ends', () => {
  const objects = readPdfObjects(file('4 0 obj ', stream('/Length 3', Buffer.from('whole text'))))
  expect(objects?.streamOf({ object: 4 }).trim()).toBe('whole text')
})

test.each([
  ['a stream that unpacks to very much', stream('/Filter /FlateDecode', deflateSync(Buffer.alloc(40_000_000)))],
  ['a stream packed in another way', stream('/Filter [/ASCII85Decode /FlateDecode]', Buffer.from('abc'))],
  ['a damaged stream', stream('/Filter /FlateDecode', Buffer.from('abc'))],
])('%s is empty', (_, bytes) => {
  expect(readPdfObjects(file('5 0 obj ', bytes))?.streamOf({ object: 5 })).toBe('')
})

test('deep nesting, references in a circle and broken syntax end', () => {
  const objects = readPdfObjects(
    file(`6 0 obj ${'['.repeat(10_000)}\n7 0 obj 8 0 R endobj 8 0 obj 7 0 R endobj 9 0 obj << /A (`),
  )
  expect(objects?.resolve({ object: 7 })).toBeNull()
})

test('encrypted files are not read', () => {
  expect(readPdfObjects(file('trailer << /Encrypt 5 0 R >>'))).toBeNull()
})

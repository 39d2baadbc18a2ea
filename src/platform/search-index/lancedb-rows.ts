import {
  Field,
  FixedSizeList,
  Float32,
  Float64,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow'
import type { IndexEntry } from './search-index.ts'

/** The columns of a partition's table, for vectors of this size. */
export function schemaOf(dimensions: number): Schema {
  return new Schema([
    new Field('passage_id', new Utf8(), false),
    new Field('document_id', new Utf8(), false),
    new Field('version_id', new Utf8(), false),
    new Field('access', new List(new Field('item', new Utf8(), true)), false),
    new Field('collection', new Utf8(), true),
    new Field('media_type', new Utf8(), false),
    new Field('updated_at', new Float64(), false),
    new Field('terms', new Utf8(), false),
    new Field('vector', new FixedSizeList(dimensions, new Field('item', new Float32(), true)), false),
  ])
}

/** Entries as one Arrow table, built column by column: making a row object per entry would block the event loop. */
export function rowsOf(entries: readonly IndexEntry[], dimensions: number): Table {
  const schema = schemaOf(dimensions)
  const text = (pick: (entry: IndexEntry) => string | null) => vectorFromArray(entries.map(pick), new Utf8())
  const columns: readonly Vector[] = [
    text((entry) => entry.passageId),
    text((entry) => entry.documentId),
    text((entry) => entry.versionId),
    vectorFromArray(
      entries.map((entry) => [...entry.access]),
      new List(new Field('item', new Utf8(), true)),
    ),
    text((entry) => entry.collection),
    text((entry) => entry.mediaType),
    vectorFromArray(
      entries.map((entry) => entry.updatedAt),
      new Float64(),
    ),
    text((entry) => joinTerms(entry.terms)),
  ]
  const children = [...columns.flatMap((column) => column.data), vectorColumn(entries, dimensions)]
  const data = makeData({ type: new Struct(schema.fields), length: entries.length, nullCount: 0, children })
  return new Table(schema, [new RecordBatch(schema, data)])
}

/** Terms as stored: one string that a white-space tokeniser takes apart again. */
export function joinTerms(terms: readonly string[]): string {
  return terms.join(' ')
}

/** The terms of a stored string. */
export function splitTerms(stored: string): readonly string[] {
  return stored === '' ? [] : stored.split(' ')
}

function vectorColumn(entries: readonly IndexEntry[], dimensions: number) {
  const numbers = new Float32Array(entries.length * dimensions)
  entries.forEach((entry, row) => {
    numbers.set(entry.vector, row * dimensions)
  })
  const child = makeData({ type: new Float32(), length: numbers.length, nullCount: 0, data: numbers })
  const type = new FixedSizeList(dimensions, new Field('item', new Float32(), true))
  return makeData({ type, length: entries.length, nullCount: 0, child })
}

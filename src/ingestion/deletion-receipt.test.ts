import { describe, expect, it } from 'vitest'
import type { PurgedStoreRow } from '../platform/database/schema.ts'
import { type PurgeNote, withNote } from './deletion-receipt.ts'

const at = new Date('2026-03-02T09:00:00.000Z')
const later = new Date('2026-03-02T10:00:00.000Z')

const after = (...notes: PurgeNote[]): PurgedStoreRow | undefined =>
  notes.reduce<readonly PurgedStoreRow[]>((stores, note) => withNote(stores, 'index', note), [])[0]

describe('a store in a receipt', () => {
  it('says what was found, and when it was gone', () => {
    expect(after({ type: 'found', count: 3 })).toEqual({ store: 'index', removed: 3, at: null })
    const row = after({ type: 'found', count: 3 }, { type: 'gone', at })
    expect(row).toEqual({ store: 'index', removed: 3, at: at.toISOString() })
  })

  it('does not forget what was found before a crash when a part of it is gone already', () => {
    for (const count of [0, 2, 3]) {
      const row = after({ type: 'found', count: 3 }, { type: 'found', count }, { type: 'gone', at })
      expect(row).toMatchObject({ removed: 3 })
    }
  })

  it('adds up what each of several transactions removed', () => {
    const row = after({ type: 'removed', count: 2 }, { type: 'removed', count: 5 }, { type: 'gone', at })
    expect(row).toEqual({ store: 'index', removed: 7, at: at.toISOString() })
  })

  it('stays as it is when it is looked through again and nothing is found', () => {
    const again: PurgeNote[] = [
      { type: 'removed', count: 0 },
      { type: 'found', count: 0 },
      { type: 'gone', at: later },
    ]
    expect(after({ type: 'found', count: 3 }, { type: 'gone', at }, ...again)).toMatchObject({
      removed: 3,
      at: at.toISOString(),
    })
  })

  it.each(['found', 'removed'] as const)('opens again when something more is %s, and closes later', (type) => {
    const late = [
      { type: 'found', count: 3 },
      { type: 'gone', at },
      { type, count: 2 },
    ] as const
    expect(after(...late)).toEqual({ store: 'index', removed: 5, at: null })
    expect(after(...late, { type: 'gone', at: later })).toMatchObject({ removed: 5, at: later.toISOString() })
  })

  it('says so when nothing can be counted, and by when the storage is rewritten', () => {
    expect(after({ type: 'gone', at, erasedBy: later, uncounted: true })).toEqual({
      store: 'index',
      removed: null,
      at: at.toISOString(),
      erasedBy: later.toISOString(),
    })
  })

  it('says when its files were rewritten, and forgets that when something more is found', () => {
    const gone = [
      { type: 'gone', at },
      { type: 'rewritten', eraseFrom: later },
      { type: 'erased', at: later },
    ] as const
    const erased = { eraseFrom: later.toISOString(), erasedAt: later.toISOString() }
    expect(after(...gone)).toEqual({ store: 'index', removed: 0, at: at.toISOString(), ...erased })
    expect(after(...gone, { type: 'found', count: 1 })).toEqual({ store: 'index', removed: 1, at: null })
    const open = [
      { type: 'found', count: 1 },
      { type: 'rewritten', eraseFrom: later },
      { type: 'erased', at },
    ] as const
    expect(after(...open)).toEqual({ store: 'index', removed: 1, at: null })
  })

  it('leaves the other stores alone', () => {
    const cache: PurgedStoreRow = { store: 'cache', removed: null, at: at.toISOString() }
    expect(withNote([cache], 'index', { type: 'found', count: 1 })).toContainEqual(cache)
  })
})

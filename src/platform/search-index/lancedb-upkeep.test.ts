import { describe, expect, it } from 'vitest'
import { createUpkeep } from './lancedb-upkeep.ts'

function writtenOften(commits: number) {
  const upkeep = createUpkeep(() => 0)
  for (let n = 0; n < commits; n++) upkeep.written('passages', [`document ${n}`, 'common'])
  return upkeep
}

describe('what is remembered of a table', () => {
  it('names the documents of many small commits, once', () => {
    expect(writtenOften(15).scattered('passages')).toEqual([])
    const upkeep = writtenOften(16)
    expect(upkeep.scattered('another table')).toEqual([])
    const named = upkeep.scattered('passages')
    expect(named).toHaveLength(17)
    expect(named).toContain('document 15')
    expect(upkeep.scattered('passages')).toEqual([])
  })

  it('forgets what was folded since', () => {
    const upkeep = writtenOften(16)
    upkeep.folded('passages', 10)
    expect(upkeep.scattered('passages')).toEqual([])
  })

  it('remembers no more than a bounded number of documents', () => {
    const upkeep = createUpkeep(() => 0)
    for (let n = 0; n < 16; n++)
      upkeep.written(
        'passages',
        Array.from({ length: 1_000 }, (_, k) => `${n} ${k}`),
      )
    expect(upkeep.scattered('passages')).toHaveLength(2_000)
  })

  it('lets a table rest three times as long as folding it took, unless that was quick', () => {
    let time = 1_000
    const upkeep = createUpkeep(() => time)
    expect(upkeep.restInMs('passages')).toBe(0)
    upkeep.folded('passages', 900)
    expect(upkeep.restInMs('passages')).toBe(0)
    upkeep.folded('passages', 4_000)
    expect(upkeep.restInMs('passages')).toBe(12_000)
    expect(upkeep.restInMs('another table')).toBe(0)
    time += 11_000
    expect(upkeep.restInMs('passages')).toBe(1_000)
    time += 5_000
    expect(upkeep.restInMs('passages')).toBe(0)
  })
})
